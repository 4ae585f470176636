# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the drivers promise whatever the transport is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import (
    EditAction,
    EmailAction,
    FileAction,
    FlagAction,
    MailCopy,
    TrafficAction,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.drivers import get_driver_for
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.drivers.email import EmailDriver
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.drivers.file import FileDriver
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.drivers.ssh_banner import SshBannerDriver
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.drivers.stamps import stamps
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import (
    CommandResult,
    PlantedFile,
    TransportError,
)
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rootfs import RootfsTransport
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.shell import ShellTransport

NOON = datetime(2026, 3, 2, 12, 0, 0, 5, tzinfo=timezone.utc)


class OneBadPath(RootfsTransport):
    """Stands in for a transport, because no real one refuses just one path of a batch on command."""

    def __init__(self) -> None:
        super().__init__("d1", "/nonexistent")
        self.landed: list[str] = []

    def plant(self, files: Sequence[PlantedFile]) -> None:
        if any(file.path == "/bad" for file in files):
            raise TransportError("/bad is a directory")
        self.landed += [file.path for file in files]


class Answering(ShellTransport):
    """Stands in for a decky's shell with one canned answer, to show how hostile answers are read."""

    def __init__(self, stdout: bytes) -> None:
        super().__init__("d1", lambda script: (0, b"", b""))
        self.stdout = stdout
        self.scripts: list[str] = []

    def run(self, script: str, timeout: float | None = None) -> CommandResult:
        self.scripts.append(script)
        return CommandResult(0, self.stdout, b"")


def file_action(path: str) -> FileAction:
    return FileAction(
        decky="d1",
        moment=NOON,
        persona="alice",
        path=path,
        content_class=ContentClass.NOTE,
        body=b"x",
        uid=1000,
        gid=1000,
        mode=0o644,
    )


def traffic(address: str = "d2") -> TrafficAction:
    return TrafficAction(decky="d1", moment=NOON, peer="d2", address=address, port=22)


def mail(*paths: str) -> EmailAction:
    copies = tuple(MailCopy("alice", path, b"x", 1000, 1000, 0o600, NOON) for path in paths)
    return EmailAction(
        decky="d1",
        moment=NOON,
        persona="alice",
        message_id=f"{paths[0]}@x",
        thread_id="t",
        in_reply_to=None,
        references=(),
        sender="a@x.y",
        recipient="b@x.y",
        cc=(),
        subject="s",
        language="en",
        body="b",
        about={},
        copies=copies,
    )


def mark(path: str = "/m/new/1.x") -> FlagAction:
    return FlagAction(
        decky="d1", moment=NOON, persona="alice", message_id="1@x", path=path, target="/m/cur/1.x:2,S", flags="S"
    )


def test_one_full_mailbox_costs_only_its_own_mail() -> None:
    transport = OneBadPath()
    results = EmailDriver(transport).run_batch([mail("/a", "/b"), mail("/bad", "/c"), mail("/d")])
    assert [result.success for result in results] == [True, False, True]
    assert transport.landed == ["/a", "/b", "/d"]


@pytest.mark.parametrize(
    ("answer", "successes"),
    [
        (b"done 0\nsame 1\n", [True, True]),
        (b"gone 0\ndone 1\n", [False, True]),
        (b"kept 0\n", [False, False]),
        (b"\xff\n" * 9, [False, False]),
        (b"", [False, False]),
    ],
)
def test_a_mark_counts_only_where_the_decky_says_so(answer: bytes, successes: list[bool]) -> None:
    results = EmailDriver(Answering(answer)).run_batch([mark(), mark("/m/new/2.x")])
    assert [result.success for result in results] == successes


def test_a_new_file_dates_its_directory_and_an_edit_leaves_its_date(tmp_path: Path) -> None:
    driver = FileDriver(RootfsTransport("d1", str(tmp_path)))
    home = tmp_path / "home"
    home.mkdir()
    old = 1_600_000_000_000_000_000
    os.utime(home, ns=(old, old))
    created = replace(file_action("/home/n"), uid=os.getuid(), gid=os.getgid())
    assert driver.run(created).success
    assert home.stat().st_mtime_ns == (home / "n").stat().st_mtime_ns == stamps("/home/n", NOON)[0]
    edited = EditAction(
        decky="d1",
        moment=NOON + timedelta(hours=1),
        persona="alice",
        path="/home/n",
        content_class=ContentClass.NOTE,
        body=b"y",
        uid=os.getuid(),
        gid=os.getgid(),
        mode=0o644,
        previous=b"x",
        synthetic_file_uuid="1",
    )
    assert driver.run(edited).success
    assert home.stat().st_mtime_ns == stamps("/home/n", NOON)[0] < (home / "n").stat().st_mtime_ns


def test_a_delivery_and_a_mark_date_the_folders_that_a_mail_server_changes(tmp_path: Path) -> None:
    driver = EmailDriver(RootfsTransport("d1", str(tmp_path)))
    copy = replace(mail("/m/new/1.x").copies[0], uid=os.getuid(), gid=os.getgid())
    assert driver.run(replace(mail("/m/new/1.x"), copies=(copy,))).success
    delivered = stamps("/m/new/1.x", NOON)[0]
    for name in ("new", "tmp"):
        os.utime(tmp_path / "m" / name, ns=(1, 1))
    assert driver.run(replace(mail("/m/new/2.x"), copies=(replace(copy, path="/m/new/2.x"),))).success
    second = stamps("/m/new/2.x", NOON)[0]
    times = {name: (tmp_path / "m" / name).stat().st_mtime_ns for name in ("cur", "new", "tmp")}
    assert times == {"cur": delivered, "new": second, "tmp": second}
    assert driver.run(replace(mark(), moment=NOON + timedelta(hours=1))).success
    marked = stamps("/m/cur/1.x:2,S", NOON + timedelta(hours=1))[0]
    times = {name: (tmp_path / "m" / name).stat().st_mtime_ns for name in ("cur", "new", "tmp")}
    assert times == {"cur": marked, "new": marked, "tmp": second}


def test_one_refused_path_costs_only_itself() -> None:
    transport = OneBadPath()
    results = FileDriver(transport).run_batch([file_action("/a"), file_action("/bad"), file_action("/c")])
    assert [result.success for result in results] == [True, False, True]
    assert transport.landed == ["/a", "/c"]


def test_stamps_are_never_whole_and_never_equal() -> None:
    mtime, atime = stamps("/home/alice/TODO.md", NOON)
    assert mtime % 1000 and atime > mtime and mtime // 1000 % 1_000_000 == 5


def test_driver_is_chosen_by_shape() -> None:
    assert isinstance(get_driver_for(file_action("/a"), OneBadPath()), FileDriver)
    assert isinstance(get_driver_for(traffic(), OneBadPath()), SshBannerDriver)
    assert isinstance(get_driver_for(mark(), OneBadPath()), EmailDriver)
    with pytest.raises(LookupError):
        get_driver_for(object(), OneBadPath())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "success"),
    [
        (b"via ssh-keyscan\n# d2:22 SSH-2.0-OpenSSH_9.2p1 Debian-2\n", True),
        (b"via bash\nSSH-2.0-dropbear\r\n", True),
        (b"via bash\nHTTP/1.0 400 SSH-2.0-no\n", False),
        (b"via nothing\n", False),
        (b"", False),
    ],
)
def test_only_a_line_that_starts_with_ssh_is_a_greeting(answer: bytes, success: bool) -> None:
    assert SshBannerDriver(Answering(answer)).run(traffic()).success is success


def test_an_address_that_is_shell_code_never_reaches_a_shell() -> None:
    shell = Answering(b"via bash\nSSH-2.0-x\n")
    assert not SshBannerDriver(shell).run(traffic("d2;reboot")).success
    assert shell.scripts == []


def test_a_banner_driver_plants_and_reads_nothing() -> None:
    with pytest.raises(NotImplementedError):
        SshBannerDriver(Answering(b"")).read_file("/etc/passwd")
