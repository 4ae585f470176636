# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the drivers promise whatever the transport is."""
from __future__ import annotations

from datetime import datetime, timezone

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.taxonomy import ContentClass, EmailAction, FileAction, TrafficAction
from ansible_collections.decnet.realism.plugins.plugin_utils.drivers import FileDriver, SshBannerDriver, get_driver_for
from ansible_collections.decnet.realism.plugins.plugin_utils.drivers.file import stamps
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import CommandResult, PlantedFile, TransportError

NOON = datetime(2026, 3, 2, 12, 0, 0, 5, tzinfo=timezone.utc)


class OneBadPath:
    """Stands in for a transport, because no real one refuses just one path of a batch on command."""

    def __init__(self) -> None:
        self.landed: list[str] = []

    def plant(self, files: list[PlantedFile]) -> None:
        if any(file.path == "/bad" for file in files):
            raise TransportError("/bad is a directory")
        self.landed += [file.path for file in files]


class Answering:
    """Stands in for a decky's shell with one canned answer, to show how hostile answers are read."""

    def __init__(self, stdout: bytes) -> None:
        self.stdout = stdout
        self.scripts: list[str] = []

    def run(self, script: str, timeout: float | None = None) -> CommandResult:
        self.scripts.append(script)
        return CommandResult(0, self.stdout, b"")


def file_action(path: str) -> FileAction:
    return FileAction("d1", path, "alice", ContentClass.NOTE, b"x", 1000, 1000, 0o644, NOON)


def traffic(address: str = "d2") -> TrafficAction:
    return TrafficAction("d1", "d2", address, 22, NOON)


def test_one_refused_path_costs_only_itself() -> None:
    transport = OneBadPath()
    results = FileDriver(transport).run_batch([file_action("/a"), file_action("/bad"), file_action("/c")])
    assert [result.success for result in results] == [True, False, True]
    assert transport.landed == ["/a", "/c"]


def test_stamps_are_never_whole_and_never_equal() -> None:
    mtime, atime = stamps("/home/alice/TODO.md", NOON)
    assert mtime % 1000 and atime > mtime and mtime // 1000 % 1_000_000 == 5


def test_driver_is_chosen_by_shape_and_mail_has_none_yet() -> None:
    assert isinstance(get_driver_for(file_action("/a"), OneBadPath()), FileDriver)
    assert isinstance(get_driver_for(traffic(), OneBadPath()), SshBannerDriver)
    with pytest.raises(LookupError):
        get_driver_for(EmailAction("d1", None, b"", NOON), OneBadPath())


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
