# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The log driver rotates between the lines that come before and after, and enters it in logrotate's status file."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import AppendAction, RotateAction
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.drivers.log import LogDriver
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rootfs import RootfsTransport

SYSLOG, STATUS = "/var/log/syslog", "/var/lib/logrotate/status"
SUNDAY = datetime(2026, 11, 22, 5, 41, 9, 250_000, tzinfo=timezone.utc)
BEFORE = b'logrotate state -- version 2\n"/var/log/syslog" 2026-11-15-6:45:2\n"/var/log/dpkg.log" 2026-11-1-0:0:0\n'
AFTER = BEFORE.replace(b"2026-11-15-6:45:2", b"2026-11-22-6:41:9")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root with a syslog and logrotate's status file."""
    for path, content in ((SYSLOG, b"old\n"), (STATUS, BEFORE)):
        (tmp_path / path[1:]).parent.mkdir(parents=True)
        (tmp_path / path[1:]).write_bytes(content)
    (tmp_path / STATUS[1:]).chmod(0o640)
    return tmp_path


def rotation(moment: datetime = SUNDAY, path: str = SYSLOG) -> RotateAction:
    entry = f'"{path}" 2026-11-22-6:41:9'
    return RotateAction(
        decky="d1",
        moment=moment,
        path=path,
        content_class=ContentClass.LOG_DAEMON,
        keep=4,
        status_path=STATUS,
        status_entry=entry,
    )


def lines(text: bytes, moment: datetime) -> AppendAction:
    return AppendAction(
        decky="d1",
        moment=moment,
        path=SYSLOG,
        content_class=ContentClass.LOG_DAEMON,
        tail=b"",
        body=text,
        uid=os.getuid(),
        gid=os.getgid(),
        mode=0o640,
    )


def driver(root: Path) -> LogDriver:
    return LogDriver(RootfsTransport("d1", str(root)))


def test_lines_go_into_the_log_of_their_week(root: Path) -> None:
    hour, week = timedelta(hours=1), timedelta(days=7)
    actions = [
        lines(b"c\n", SUNDAY + week + hour),
        lines(b"a\n", SUNDAY),
        rotation(SUNDAY + week),
        rotation(),
        lines(b"b\n", SUNDAY + hour),
    ]
    results = driver(root).run_batch(actions)
    assert [result.error for result in results] == [None] * 5
    assert [result.action for result in results] == actions
    assert (root / "var/log/syslog").read_bytes() == b"c\n"
    assert (root / "var/log/syslog.1").read_bytes() == b"b\n"
    assert (root / "var/log/syslog.2.gz").exists()


def test_the_status_file_gets_the_time_and_keeps_its_mode(root: Path) -> None:
    driver(root).run_batch([rotation()])
    status = root / STATUS[1:]
    assert status.read_bytes() == AFTER
    assert status.stat().st_mode & 0o7777 == 0o640
    assert timedelta(0) < datetime.fromtimestamp(status.stat().st_mtime, timezone.utc) - SUNDAY < timedelta(seconds=1)
    assert os.listdir(status.parent) == ["status"]


def test_a_rotation_that_failed_is_not_entered(root: Path) -> None:
    (root / "var/log/syslog.1").symlink_to("/etc/passwd")
    [result] = driver(root).run_batch([rotation()])
    assert not result.success and "syslog on d1 was not rotated" in str(result.error)
    assert (root / STATUS[1:]).read_bytes() == BEFORE


def test_a_missing_status_file_is_not_made(root: Path) -> None:
    (root / STATUS[1:]).unlink()
    [result] = driver(root).run_batch([rotation()])
    assert result.success and not (root / STATUS[1:]).exists()


@pytest.mark.parametrize("kind", ["link", "fifo", "huge", "through a link", "foreign"])
def test_a_status_file_that_is_not_one_is_left_alone(root: Path, tmp_path: Path, kind: str) -> None:
    status = root / STATUS[1:]
    elsewhere = tmp_path / "elsewhere"
    if kind == "through a link":
        status.parent.rename(elsewhere)
        status.parent.symlink_to(elsewhere)
    elif kind == "link":
        status.rename(elsewhere)
        status.symlink_to(elsewhere)
    elif kind == "fifo":
        status.unlink()
        os.mkfifo(status)
    elif kind == "huge":
        status.write_bytes(BEFORE + b'"/x" 2026-1-1-0:0:0\n' * 10_000)
    else:
        status.write_bytes(b"something else\n")
    before = status.lstat()
    [result] = driver(root).run_batch([rotation()])
    assert result.success and not (root / SYSLOG[1:]).read_bytes()
    assert (status.lstat().st_ino, status.lstat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    if elsewhere.exists():
        kept = elsewhere / "status" if kind == "through a link" else elsewhere
        assert kept.read_bytes() == BEFORE
