# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes to a live log in place: a daemon may write between any two system calls of ours."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.transports import rootfs_logs
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import Append, Reordering

NOVEMBER = 1_763_879_500_123_456_789


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "log").write_bytes(b"old\n")
    return tmp_path / "log"


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[int]:
    handle = os.open(tmp_path, os.O_RDONLY)
    yield handle
    os.close(handle)


def addition(content: bytes) -> Append:
    return Append("/log", content, os.getuid(), os.getgid(), 0o640, NOVEMBER)


def daemon(log: Path, line: bytes = b"daemon\n") -> int:
    with log.open("ab") as stream:
        return stream.write(line)


def test_an_append_goes_behind_what_the_daemon_writes_first(
    log: Path, directory: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(rootfs_logs.os, "write", lambda handle, data: (daemon(log), write(handle, data))[1])
    assert rootfs_logs.append(directory, addition(b"ours\n"))
    assert log.read_bytes() == b"old\ndaemon\nours\n" and log.stat().st_mtime_ns != NOVEMBER


@pytest.mark.parametrize("busy", [False, True])
def test_what_a_full_disk_cuts_short_is_taken_back_unless_the_daemon_wrote_behind_it(
    log: Path, directory: int, monkeypatch: pytest.MonkeyPatch, busy: bool
) -> None:
    write, calls = os.write, list[bytes]()

    def short(handle: int, data: bytes) -> int:
        calls.append(data)
        if len(calls) == 1:
            return write(handle, data[:2])
        if busy:
            daemon(log)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(rootfs_logs.os, "write", short)
    with pytest.raises(OSError, match="space"):
        rootfs_logs.append(directory, addition(b"ours\n"))
    assert log.read_bytes() == (b"old\noudaemon\n" if busy else b"old\n")


def test_a_short_write_is_continued(log: Path, directory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    write, pwrite = os.write, os.pwrite
    monkeypatch.setattr(rootfs_logs.os, "write", lambda handle, data: write(handle, data[:2]))
    monkeypatch.setattr(rootfs_logs.os, "pwrite", lambda handle, data, offset: pwrite(handle, data[:3], offset))
    assert rootfs_logs.append(directory, addition(b"ours\n"))
    assert rootfs_logs.reorder(directory, Reordering("/log", 0, b"old\nours\n", b"ours\nold\n"))
    assert log.read_bytes() == b"ours\nold\n"


def test_a_reordering_leaves_the_daemons_mtime(log: Path, directory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    log.write_bytes(b"b\na\n")
    os.utime(log, ns=(NOVEMBER, NOVEMBER))
    assert rootfs_logs.reorder(directory, Reordering("/log", 0, b"b\na\n", b"a\nb\n"))
    assert log.stat().st_mtime_ns == NOVEMBER
    pwrite = os.pwrite
    monkeypatch.setattr(
        rootfs_logs.os, "pwrite", lambda handle, data, offset: (daemon(log), pwrite(handle, data, offset))[1]
    )
    assert rootfs_logs.reorder(directory, Reordering("/log", 0, b"a\nb\n", b"b\na\n"))
    assert log.read_bytes() == b"b\na\ndaemon\n" and log.stat().st_mtime_ns != NOVEMBER


@pytest.mark.parametrize(("before", "after"), [(b"a\n", b"a\nb\n"), (b"a" * (1 << 21), b"b" * (1 << 21))])
def test_a_reordering_is_of_equal_length_and_bounded(before: bytes, after: bytes) -> None:
    with pytest.raises(ValueError, match="in place"):
        Reordering("/log", 0, before, after)
