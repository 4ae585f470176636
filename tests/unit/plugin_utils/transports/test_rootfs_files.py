# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file that was planted in a directory shows to ``stat``, and which links are followed: none."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import Append, PlantedFile, TransportError
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rootfs import RootfsTransport

OLD, MTIME, ATIME = 1_772_000_000_000_000_007, 1_772_550_000_123_456_789, 1_772_550_000_223_456_789


def file(path: str) -> PlantedFile:
    return PlantedFile(path, b"x\n", os.getuid(), os.getgid(), 0o604, MTIME, ATIME)


def test_times_and_mode_are_those_that_were_asked_for(tmp_path: Path) -> None:
    RootfsTransport("d1", str(tmp_path)).plant([file("/home/anna/notes/x.md")])
    status = (tmp_path / "home/anna/notes/x.md").stat()
    assert (status.st_mtime_ns, status.st_atime_ns, status.st_mode & 0o7777) == (MTIME, ATIME, 0o604)
    assert os.listdir(tmp_path / "home/anna/notes") == ["x.md"]


@pytest.mark.parametrize(("in_place", "dated"), [(False, MTIME), (True, OLD)])
def test_a_directory_has_the_time_of_the_save_and_an_edit_in_place_leaves_it(
    tmp_path: Path, in_place: bool, dated: int
) -> None:
    home = tmp_path / "home/anna"
    home.mkdir(parents=True)
    (home / "x").write_bytes(b"old\n")
    os.utime(home, ns=(OLD, OLD))
    RootfsTransport("d1", str(tmp_path)).plant([replace(file("/home/anna/x"), in_place=in_place)])
    assert (home.stat().st_mtime_ns, (home / "x").stat().st_mtime_ns) == (dated, MTIME)


def test_an_append_sets_the_time_of_its_last_line_and_keeps_the_inode(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"old\n")
    inode = log.stat().st_ino
    grow = Append("/log", b"new\n", os.getuid(), os.getgid(), 0o640, MTIME, expected_size=4)
    transport = RootfsTransport("d1", str(tmp_path))
    assert transport.append([grow]) == {"/log": True}
    assert (log.read_bytes(), log.stat().st_ino, log.stat().st_mtime_ns) == (b"old\nnew\n", inode, MTIME)
    # It has grown since: nothing is written.
    assert transport.append([grow]) == {"/log": False} and log.read_bytes() == b"old\nnew\n"


@pytest.mark.parametrize("path", ["/link/x", "/home/link"])
def test_no_link_is_followed(tmp_path: Path, path: str) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    (root / "home").mkdir(parents=True)
    outside.mkdir()
    (root / "link").symlink_to(outside)
    (root / "home/link").symlink_to(outside / "x")
    transport = RootfsTransport("d1", str(root))
    with pytest.raises(TransportError, match="symlink"):
        transport.plant([file(path)])
    assert os.listdir(outside) == [] and transport.read([path])[path].kind == "symlink"  # type: ignore[union-attr]
