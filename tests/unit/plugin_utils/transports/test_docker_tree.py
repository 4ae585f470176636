# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the docker transport knows of a container: what was seen, nothing else."""

from __future__ import annotations

import contextlib
import io
import tarfile
from collections.abc import Iterator

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.transports import docker_tree
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import Entry, PlantedFile
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.docker_directories import changed_directories
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.docker_tree import Tree

HOME = {"/home/alice": None, "/home/alice/notes": None, "/home/alice/notes/a": b"a", "/home/alice/way": "/srv"}


class Archives:
    """Stands in for an engine, to count its requests. A path is a directory (None), a file (bytes) or a link (str)."""

    host = "d1"

    def __init__(self, standing: dict[str, bytes | str | None]) -> None:
        self.standing = standing
        self.requests: list[str] = []

    @contextlib.contextmanager
    def archive(self, path: str) -> Iterator[tuple[Iterator[bytes], int]]:
        self.requests.append(path)
        if path not in self.standing:
            raise FileNotFoundError(path)
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as archive:
            for name, content in self.standing.items():
                if name == path or name.startswith(f"{path}/"):
                    archive.addfile(*self._member(name[len(path.rpartition("/")[0]) + 1 :], content))
        yield iter([buffer.getvalue()]), 250_000_000

    def _member(self, name: str, content: bytes | str | None) -> tuple[tarfile.TarInfo, io.BytesIO]:
        info = tarfile.TarInfo(name)
        info.mtime, info.mode, info.uid = 1_600_000_000, 0o1770, 7
        if content is None:
            info.type = tarfile.DIRTYPE
        elif isinstance(content, str):
            info.type, info.linkname = tarfile.SYMTYPE, content
        else:
            info.size = len(content)
        return info, io.BytesIO(content if isinstance(content, bytes) else b"")


def looked(*paths: str, standing: dict[str, bytes | str | None] | None = None) -> tuple[Tree, Archives]:
    engine = Archives(dict(HOME) if standing is None else standing)
    tree = Tree(engine)  # type: ignore[arg-type]  # all that a Tree uses of an Engine
    tree.look(paths, 100)
    return tree, engine


def planted(path: str, mtime_ns: int = 1_700_000_000_000_000_007, **more: object) -> PlantedFile:
    return PlantedFile(path, b"x", 1000, 1000, 0o644, mtime_ns, mtime_ns, **more)  # type: ignore[arg-type]


def test_nothing_is_known_of_what_nobody_looked_at() -> None:
    tree, engine = looked("/home/alice/notes/a", "/home/alice/none")
    assert engine.requests == ["/home/alice"]
    assert tree.seen("/home/alice/none/deeper") and tree.at("/home/alice/none/deeper") is None
    assert not tree.seen("/home") and not tree.seen("/home/alicex") and tree.at("/home") is None


def test_what_vanished_between_two_looks_is_forgotten() -> None:
    tree, engine = looked("/home/alice/notes/a")
    del engine.standing["/home/alice/notes/a"]
    tree.look(["/home/alice/notes/b"], 100)
    assert tree.at("/home/alice/notes/a") is None


def test_what_lies_behind_a_link_is_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in (docker_tree.MAX_DIRECTORY_BYTES, 0):
        monkeypatch.setattr(docker_tree, "MAX_DIRECTORY_BYTES", limit)
        tree, _engine = looked("/home/alice/way/x", "/home/alice/notes/a", standing={"/home": None, **HOME})
        assert (tree.at("/home/alice/way/x") or Entry("", "", 0, 0, 0, 0, 0)).kind == "symlink"


def test_a_home_that_is_too_large_is_read_path_by_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docker_tree, "MAX_DIRECTORY_BYTES", 0)
    tree, engine = looked("/home/alice/notes/a", "/home/alice/none/x", standing={"/home": None, **HOME})
    entry = tree.at("/home/alice/notes/a")
    assert entry is not None and entry.content == b"a" and tree.at("/home/alice/none/x") is None
    assert engine.requests.count("/home") == 1
    assert not tree.seen("/home/alice/other")


def test_a_listing_checks_each_directory_above_once() -> None:
    tree, engine = looked(standing={"/home": None, **HOME})
    found = tree.children(["/home/alice/notes", "/home/alice/way/notes", "/home/alice"])
    assert {path: [entry.path for entry in entries or ()] for path, entries in found.items()} == {
        "/home/alice/notes": ["/home/alice/notes/a"],
        "/home/alice/way/notes": [],
        "/home/alice": ["/home/alice/notes", "/home/alice/way"],
    }
    assert engine.requests.count("/home") == 1


def test_a_directory_is_dated_by_its_newest_file_and_keeps_owner_and_mode() -> None:
    tree, _engine = looked("/home/alice/notes/a")
    newer, older = planted("/home/alice/notes/b", 1_800_000_000_000_000_007), planted("/home/alice/notes/c")
    [changed] = changed_directories(tree, [newer, older])
    assert (changed.path, changed.uid, changed.mode, changed.mtime_ns) == (
        "/home/alice/notes",
        7,
        0o1770,
        newer.mtime_ns,
    )


def test_a_directory_never_becomes_older_and_gets_no_whole_second() -> None:
    """The root of an archive comes with its fraction; for the others one is made up, always the same."""
    tree, _engine = looked("/home/alice/notes/a")
    for file, exact in ((planted("/home/alice/notes/b", 5), False), (planted("/home/alice/b", 5), True)):
        [changed], [again] = changed_directories(tree, [file]), changed_directories(tree, [file])
        assert changed.mtime_ns // 10**9 == 1_600_000_000 and changed == again
        assert changed.mtime_ns % 10**9 != 0 and (changed.mtime_ns % 10**9 == 250_000_000) is exact


def test_directories_that_are_made_have_the_files_owner_and_date_the_one_above() -> None:
    tree, _engine = looked("/home/alice/new/deep/b")
    file = planted("/home/alice/new/deep/b", parent_mode=0o700)
    changed = {entry.path: entry for entry in changed_directories(tree, [file])}
    assert sorted(changed) == ["/home/alice", "/home/alice/new", "/home/alice/new/deep"]
    assert {entry.mtime_ns for entry in changed.values()} == {file.mtime_ns}
    assert [changed[path].mode for path in sorted(changed)] == [0o1770, 0o700, 0o700]


def test_a_file_written_in_place_leaves_the_date_and_an_unseen_directory_is_left_out() -> None:
    tree, _engine = looked("/home/alice/notes/a")
    [changed] = changed_directories(tree, [planted("/home/alice/notes/a", in_place=True)])
    assert changed == tree.directory("/home/alice/notes")
    assert changed_directories(tree, [planted("/tmp/x1y2", unguessable=True)]) == []


def test_a_date_that_the_shell_set_is_not_taken_back() -> None:
    tree, _engine = looked("/home/alice/notes/a")
    tree.date("/home/alice/notes", 1_900_000_000_000_000_000)
    tree.date("/home/bob", 1)
    [changed] = changed_directories(tree, [planted("/home/alice/notes/b")])
    assert changed.mtime_ns == 1_900_000_000_000_000_000 and not tree.seen("/home/bob")
