# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Breaks the code on purpose, one fault at a time, and says whether the unit test that guards it fails.

The faults are in mutants.yml. Each is made in a copy of the tree, two copies at a time. The run fails where a fault
survives, where its text is no longer in the file, or where its test cannot be run. Words on the command line choose
the mutants whose names hold one of them.
"""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_name("mutants.yml")
WORKERS = 2
#: A single unit test; one that takes longer hangs, and a fault that makes it hang is found as well.
TIMEOUT = 120
#: What pytest exits with where tests failed; other codes say that nothing was tested.
PASSED, FAILED = 0, 1


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One fault: ``replace`` stands exactly once in ``file`` and becomes ``by``; then ``test`` must fail."""

    name: str
    file: str
    replace: str
    by: str
    test: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What became of a mutant. ``result`` is killed, or what is wrong in a few words."""

    mutant: Mutant
    result: str
    seconds: float

    @property
    def is_killed(self) -> bool:
        """Whether the test noticed the fault."""
        return self.result == "killed"


def main(words: Sequence[str]) -> int:
    """The exit code: 0 where every chosen mutant was killed."""
    mutants = [Mutant(**row) for row in yaml.safe_load(TABLE.read_text())]
    chosen = [mutant for mutant in mutants if not words or any(word in mutant.name for word in words)]
    if not chosen:
        print(f"no mutant of {TABLE.name} has a name with {' or '.join(words)}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="mutants-") as scratch:
        trees = [_copied(Path(scratch) / str(number)) for number in range(WORKERS)]
        tests = sorted({mutant.test for mutant in chosen})
        if _pytest(trees[0], tests, quiet=False) != PASSED:
            print("a named test fails, or is not found, without any fault: mend it first", file=sys.stderr)
            return 1
        free: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for tree in trees:
            free.put(tree)
        with ThreadPoolExecutor(WORKERS) as pool:
            verdicts = list(pool.map(lambda mutant: _judged(mutant, free), chosen))
    _show(verdicts)
    return 0 if all(verdict.is_killed for verdict in verdicts) else 1


def _copied(target: Path) -> Path:
    """A copy of the tree as git sees it, changes that are not committed included; links stay links."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        source = ROOT / name
        if source.is_symlink() or source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name, follow_symlinks=False)
    return target


def _judged(mutant: Mutant, free: queue.SimpleQueue[Path]) -> Verdict:
    tree, started = free.get(), time.monotonic()
    try:
        result = _result(mutant, tree)
    finally:
        free.put(tree)
    print(f"{'.' if result == 'killed' else '!'} {mutant.name}", file=sys.stderr, flush=True)
    return Verdict(mutant=mutant, result=result, seconds=time.monotonic() - started)


def _result(mutant: Mutant, tree: Path) -> str:
    path = tree / mutant.file
    if not path.is_file():
        return "the file is gone"
    found = path.read_text().count(mutant.replace)
    if found != 1:
        return f"the text is there {found} times"
    with _mutated(path, mutant):
        code = _pytest(tree, [mutant.test])
    if code == FAILED:
        return "killed"
    return "SURVIVED" if code == PASSED else f"pytest exited with {code}"


@contextlib.contextmanager
def _mutated(path: Path, mutant: Mutant) -> Iterator[None]:
    """The fault in the file.

    Compiled files are identified by second and size, so each version gets a different second.
    """
    before, second = path.read_text(), int(path.stat().st_mtime) + 1
    path.write_text(before.replace(mutant.replace, mutant.by))
    os.utime(path, (second, second))
    try:
        yield
    finally:
        path.write_text(before)
        os.utime(path, (second + 1, second + 1))


def _pytest(tree: Path, tests: Sequence[str], quiet: bool = True) -> int:
    """The exit code of pytest on these tests, slow ones left out as in `make unit`."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-m", "not slow", *tests]
    environment = {**os.environ, "PYTHONPATH": ".collections", "ANSIBLE_CONFIG": str(tree / "ansible.cfg")}
    out = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run(
            command, cwd=tree, env=environment, stdout=out, stderr=out, check=False, timeout=TIMEOUT
        ).returncode
    except subprocess.TimeoutExpired:
        return FAILED


def _show(verdicts: Sequence[Verdict]) -> None:
    width = max(len(verdict.mutant.name) for verdict in verdicts)
    for verdict in verdicts:
        caught = verdict.mutant.test.partition("::")[2]
        print(f"{verdict.mutant.name:{width}}  {verdict.result:8}  {verdict.seconds:4.1f} s  {caught}")
    survivors = sum(not verdict.is_killed for verdict in verdicts)
    print(f"{len(verdicts)} mutants, {len(verdicts) - survivors} killed, {survivors} not")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
