# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mutation tests: introduces one fault at a time, and checks that the unit test of the fault fails.

The faults are in mutants.yml. Each is applied to a copy of the tree, two copies at a time. The run fails if a fault
survives, if its text is not in the file, or if its test cannot run. Words on the command line select the mutants whose
names contain one of them.
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
#: The time limit of a single unit test in seconds. A test that exceeds it hangs, and the fault counts as killed.
TIMEOUT = 120
#: The exit codes of pytest for passed and failed tests. With any other code, nothing was tested.
PASSED, FAILED = 0, 1


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One fault: ``replace``, which is in ``file`` exactly once, becomes ``by``. Then ``test`` has to fail."""

    name: str
    file: str
    replace: str
    by: str
    test: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The result of a mutant: ``killed``, or the problem in a few words."""

    mutant: Mutant
    result: str
    seconds: float

    @property
    def is_killed(self) -> bool:
        """Whether the test detected the fault."""
        return self.result == "killed"


def main(words: Sequence[str]) -> int:
    """Runs the selected mutants; returns the exit code, 0 if all of them were killed."""
    mutants = [Mutant(**row) for row in yaml.safe_load(TABLE.read_text())]
    chosen = [mutant for mutant in mutants if not words or any(word in mutant.name for word in words)]
    if not chosen:
        print(f"no name of a mutant in {TABLE.name} contains {' or '.join(words)}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="mutants-") as scratch:
        trees = [_copied(Path(scratch) / str(number)) for number in range(WORKERS)]
        tests = sorted({mutant.test for mutant in chosen})
        if _pytest(trees[0], tests, quiet=False) != PASSED:
            print("a test fails or is missing without any fault; repair it first", file=sys.stderr)
            return 1
        free: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for tree in trees:
            free.put(tree)
        with ThreadPoolExecutor(WORKERS) as pool:
            verdicts = list(pool.map(lambda mutant: _judged(mutant, free), chosen))
    _show(verdicts)
    return 0 if all(verdict.is_killed for verdict in verdicts) else 1


def _copied(target: Path) -> Path:
    """A copy of the files that git lists, with uncommitted changes. Symbolic links stay links."""
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
        return "the file is missing"
    found = path.read_text().count(mutant.replace)
    if found != 1:
        return f"the text is in the file {found} times"
    with _mutated(path, mutant):
        code = _pytest(tree, [mutant.test])
    if code == FAILED:
        return "killed"
    return "SURVIVED" if code == PASSED else f"pytest exited with {code}"


@contextlib.contextmanager
def _mutated(path: Path, mutant: Mutant) -> Iterator[None]:
    """Applies the fault to the file during the context.

    Python identifies compiled files by second and size, so each version has a different second.
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
    """The exit code of pytest on these tests, without slow ones, as in `make unit`."""
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
