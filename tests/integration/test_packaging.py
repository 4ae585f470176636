# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tarball of `ansible-galaxy collection build`: its contents, and its use without the clone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

TOP = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
#: The parts that a user of the collection reads or runs. All other files of the clone are for development.
SHIPPED = {
    "CHANGELOG.md",
    "FILES.json",
    "LICENSE",
    "MANIFEST.json",
    "README.md",
    "changelogs",
    "docs",
    "meta",
    "playbooks",
    "plugins",
    "requirements.txt",
    "roles",
}
MODULES = {path.stem for path in (TOP / "plugins" / "modules").glob("decoy_*.py")}


def run(program: str, *arguments: str, cwd: Path, **variables: str) -> str:
    """The output of one of Ansible's programs, without the configuration of the clone and of the user."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "PYTHONPATH"))}
    environment = {**kept, "HOME": str(cwd), "ANSIBLE_NOCOLOR": "1", **variables}
    done = subprocess.run(
        [str(BIN / program), *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, f"{program} {' '.join(arguments)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def tarball(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built collection."""
    out = tmp_path_factory.mktemp("built")
    run("ansible-galaxy", "collection", "build", str(TOP), "--output-path", str(out), cwd=out)
    (built,) = out.glob("*.tar.gz")
    return built


@pytest.fixture(scope="module")
def members(tarball: Path) -> Sequence[tarfile.TarInfo]:
    with tarfile.open(tarball) as archive:
        return archive.getmembers()


@pytest.fixture(scope="module")
def installed(tarball: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of collections outside of the clone, with this collection installed."""
    home = tmp_path_factory.mktemp("installed")
    run("ansible-galaxy", "collection", "install", "--offline", "-p", str(home), str(tarball), cwd=home)
    return home


def test_only_what_a_user_needs_is_shipped(members: Sequence[tarfile.TarInfo]) -> None:
    """Fails if a new top-level entry is neither for users nor in build_ignore of galaxy.yml."""
    assert {member.name.split("/")[0] for member in members} - SHIPPED == set()


def test_nothing_shipped_is_local_to_this_machine(members: Sequence[tarfile.TarInfo]) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=True,
    )
    known = {*tracked.stdout.split("\0"), "MANIFEST.json", "FILES.json"}
    assert [member.name for member in members if not member.isdir() and member.name not in known] == []


def test_the_tarball_is_small_and_whole(tarball: Path, members: Sequence[tarfile.TarInfo]) -> None:
    """The corpora are data files. Without them the engine fails at the first body, not at its import."""
    names = {member.name for member in members}
    assert tarball.stat().st_size < 2_000_000
    assert {
        str(path.relative_to(TOP)) for path in (TOP / "plugins").rglob("*") if path.suffix in (".py", ".yml")
    } <= names
    assert not [member.name for member in members if member.issym() or member.islnk()]


def test_every_file_has_its_licence() -> None:
    """Every file has the licence lines, so a single copied file has its licence."""
    files = [
        path
        for folder in ("plugins", "tools", "tests")
        for path in sorted((TOP / folder).rglob("*.py"))
        if path.stat().st_size
    ]
    assert [
        str(path)
        for path in files
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in path.read_text(encoding="utf-8")[:600]
    ] == []


def test_every_module_is_documented_where_it_is_installed(installed: Path) -> None:
    listed = run("ansible-doc", "-l", "decnet.realism", cwd=installed, ANSIBLE_COLLECTIONS_PATH=str(installed))
    assert MODULES and set(re.findall(r"^decnet\.realism\.(\S+)", listed, re.MULTILINE)) == MODULES


def test_the_playbook_and_a_module_run_from_the_installed_collection(installed: Path, tmp_path: Path) -> None:
    """The clone is on no path of these runs, so they cannot depend on it."""
    root = tmp_path / "decky"
    (root / "etc").mkdir(parents=True)
    (root / "etc" / "passwd").write_text(
        f"root:x:0:0::/root:/bin/bash\nana:x:{os.getuid()}:{os.getgid()}::/home/ana:/bin/bash\n", encoding="utf-8"
    )
    (root / "home" / "ana").mkdir(parents=True)
    host = {
        "ansible_connection": "local",
        "decoy_rootfs": str(root),
        "decoy_ledger": str(tmp_path / "ledger.db"),
        "decoy_personas": [PERSONA],
    }
    (tmp_path / "hosts.yml").write_text(yaml.safe_dump({"deckies": {"hosts": {"d1": host}}}), encoding="utf-8")
    (tmp_path / "play.yml").write_text(yaml.safe_dump([PLAY]), encoding="utf-8")
    here = {"cwd": tmp_path, "ANSIBLE_COLLECTIONS_PATH": str(installed)}
    run("ansible-playbook", "-i", "hosts.yml", "play.yml", **here)  # type: ignore[arg-type]
    run("ansible-playbook", "-i", "hosts.yml", "--syntax-check", "decnet.realism.age_fleet", **here)  # type: ignore[arg-type]
    assert (root / "home" / "ana" / "notes.md").read_bytes() == b"- call the plumber\n"


PERSONA = {"name": "Ana Ruiz", "email": "ana@corvane.internal", "login": "ana"}
PLAY = {
    "hosts": "deckies",
    "gather_facts": False,
    "tasks": [
        {
            "decnet.realism.decoy_plant_file": {
                "path": "/home/ana/notes.md",
                "persona": "ana",
                "content_class": "note",
                "content": "- call the plumber\n",
            }
        }
    ],
}
