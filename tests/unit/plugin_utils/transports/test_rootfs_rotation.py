# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rotation of a log below a hostile directory: what cannot be rotated as logrotate would is left as it is."""

from __future__ import annotations

import errno
import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.transports import rootfs_rotation
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import TransportError
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rootfs import RootfsTransport
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rotation import (
    IRREGULAR,
    LINKED,
    NOT_THERE,
    Rotation,
)

SYSLOG = "/var/log/syslog"
SUNDAY_NS = 1_763_879_500_123_456_789


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """/var/log of the decky, with a syslog."""
    folder = tmp_path / "root/var/log"
    folder.mkdir(parents=True)
    (folder / "syslog").write_bytes(b"live\n")
    return folder


def rotate(logs: Path, path: str = SYSLOG) -> str | None:
    transport = RootfsTransport("d1", str(logs.parents[1]))
    return transport.rotate([Rotation(path, 4, SUNDAY_NS)])[path]


def contents(logs: Path) -> dict[str, bytes]:
    """All files by name, the compressed ones unpacked."""
    return {
        path.name: gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in sorted(logs.iterdir())
    }


def test_the_oldest_goes_and_every_other_log_moves_up(logs: Path) -> None:
    for week in range(1, 7):
        (logs / "syslog").write_bytes(b"%d\n" % week)
        assert rotate(logs) is None
    older = {f"syslog.{number}.gz": f"{7 - number}\n".encode() for number in (2, 3, 4)}
    assert contents(logs) == {"syslog": b"", "syslog.1": b"6\n", **older}


def test_owner_mode_times_and_inode_are_as_logrotate_leaves_them(logs: Path) -> None:
    log, first = logs / "syslog", logs / "syslog.1"
    first.write_bytes(b"older\n")
    os.utime(first, ns=(1_763_200_000_000_000_007, 1_763_190_000_123_456_789))
    os.utime(log, ns=(1_763_870_000_000_000_007, 1_763_860_000_123_456_789))
    first.chmod(0o604)
    log.chmod(0o640)
    before, earlier = log.stat(), first.stat()
    assert rotate(logs) is None
    new, renamed, packed = (path.stat() for path in (log, first, logs / "syslog.2.gz"))
    assert (renamed.st_ino, renamed.st_mtime_ns, renamed.st_mode) == (before.st_ino, before.st_mtime_ns, before.st_mode)
    assert (new.st_size, new.st_mode, new.st_mtime_ns, new.st_atime_ns) == (0, before.st_mode, SUNDAY_NS, SUNDAY_NS)
    assert new.st_ino != before.st_ino
    assert packed.st_mode == earlier.st_mode
    assert (packed.st_mtime_ns, packed.st_atime_ns) == (earlier.st_mtime_ns, earlier.st_atime_ns)


@pytest.mark.parametrize("name", ["syslog", "syslog.1", "syslog.1.gz", "syslog.2.gz", "syslog.4.gz"])
@pytest.mark.parametrize("kind", ["link", "dangling", "directory", "fifo"])
def test_what_is_no_regular_file_stops_the_rotation(logs: Path, tmp_path: Path, name: str, kind: str) -> None:
    """An intruder's link or pipe is neither read nor written, and the log stays in use."""
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret\n")
    path = logs / name
    path.unlink(missing_ok=True)
    make: dict[str, Callable[[], None]] = {
        "link": lambda: path.symlink_to(secret),
        "dangling": lambda: path.symlink_to(tmp_path / "made"),
        "directory": path.mkdir,
        "fifo": lambda: os.mkfifo(path),
    }
    make[kind]()
    before = {each.name: each.lstat().st_ino for each in logs.iterdir()}
    assert rotate(logs) == IRREGULAR
    assert {each.name: each.lstat().st_ino for each in logs.iterdir()} == before
    assert secret.read_bytes() == b"secret\n" and not (tmp_path / "made").exists()


def test_a_directory_that_is_a_link_is_not_entered(logs: Path, tmp_path: Path) -> None:
    logs.rename(tmp_path / "elsewhere")
    logs.symlink_to(tmp_path / "elsewhere")
    assert rotate(logs) == LINKED
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["syslog"]


def test_what_is_missing_is_not_made(logs: Path) -> None:
    (logs / "syslog").unlink()
    assert rotate(logs) == NOT_THERE
    assert rotate(logs, "/var/spool/none/log") == NOT_THERE
    assert list(logs.iterdir()) == []


def test_an_earlier_log_that_is_huge_is_left_alone(logs: Path) -> None:
    with (logs / "syslog.1").open("wb") as stream:
        stream.truncate(1 << 40)
    assert "limit" in str(rotate(logs))
    assert (logs / "syslog").read_bytes() == b"live\n"


def test_a_path_that_is_not_normal_is_refused(logs: Path) -> None:
    with pytest.raises(TransportError, match="absolute"):
        rotate(logs, "/var/log/../log/syslog")


@pytest.mark.parametrize("fails", ["syslog.1.gz", "syslog"])
def test_a_full_disk_leaves_the_log_where_it_was(logs: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    (logs / "syslog.1").write_bytes(b"older\n")
    write = rootfs_rotation._write

    def full(directory: int, name: str, content: bytes, like: os.stat_result) -> None:
        write(directory, name, content, like)
        if name == fails:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(rootfs_rotation, "_write", full)
    assert rotate(logs) == "No space left on device"
    assert contents(logs)["syslog"] == b"live\n" and b"older\n" in contents(logs).values()
    assert "syslog.1.gz" not in contents(logs)
