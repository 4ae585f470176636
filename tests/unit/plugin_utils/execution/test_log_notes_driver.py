# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines go to their places in a log that a daemon goes on writing, and none of anybody's is lost."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.logformat import RFC3339, render
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import LogNote
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.entries import Entry
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.drivers.log_notes import enter
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import Append, Reordering, TransportError
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rootfs import RootfsTransport

LOG = "/var/log/mail.log"
NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
OWNER = (os.getuid(), os.getgid(), 0o640)

#: A daemon that logs a numbered line every third of a millisecond until it is terminated, and then prints how many.
#: It writes 400 lines at most after each byte of its input: on a busy machine it cannot fill the end of the log that is
#: read, whatever time passes between two operations.
DAEMON = """
import os, select, signal, sys, time
stop = []
signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
log = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND)
number = int(sys.argv[2])
limit = number
while not stop:
    if select.select([0], [], [], 0 if number < limit else 0.01)[0] and os.read(0, 4096):
        limit = number + 400
    if number >= limit:
        continue
    minute, rest = divmod(number, 60_000)
    stamp = b"2026-11-24T13:%02d:%02d.%03d000+00:00" % (minute, rest // 1000, rest % 1000)
    os.write(log, stamp + b" d1 postfix/qmgr[77]: %09d: removed\\n" % number)
    number += 1
    time.sleep(0.0003)
print(number)
"""


def text(moment: datetime, message: str) -> str:
    return render(moment, "d1", "dovecot", message, timezone.utc, RFC3339)


def line(second: int, message: str) -> tuple[datetime, str]:
    moment = NOON + timedelta(seconds=second)
    return moment, text(moment, message)


def note(*lines: tuple[datetime, str], owner: tuple[int, int, int] | None = OWNER) -> LogNote:
    return LogNote(path=LOG, lines=lines, timezone="Etc/UTC", owner=owner)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A mail log with two lines, ten seconds apart."""
    path = tmp_path / LOG[1:]
    path.parent.mkdir(parents=True)
    path.write_text("".join(f"{line(second, 'old')[1]}\n" for second in (0, 10)))
    return path


class Interrupted(RootfsTransport):
    """A transport whose decky does something before each operation of a name."""

    def __init__(self, root: Path, before: str, act: Callable[[], object]) -> None:
        super().__init__("d1", str(root))
        self.before, self.act, self.calls = before, act, list[str]()

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if name == self.before:
            self.act()

    def tail(self, paths: Sequence[str], max_bytes: int = 8192) -> dict[str, Entry | None]:
        self._called("look again" if "append" in self.calls else "tail")
        return super().tail(paths, max_bytes)

    def append(self, appends: Sequence[Append]) -> dict[str, bool]:
        self._called("append")
        return super().append(appends)

    def reorder(self, items: Sequence[Reordering]) -> dict[str, bool]:
        self._called("reorder")
        return super().reorder(items)


def messages(log: Path) -> list[str]:
    return [row.rpartition(": ")[2] for row in log.read_text().splitlines()]


@pytest.mark.parametrize("moment", ["append", "look again", "reorder"])
def test_a_line_of_the_daemon_stays_whenever_it_comes(tmp_path: Path, log: Path, moment: str) -> None:
    def write() -> None:
        with log.open("a") as stream:
            stream.write(line(20, "the daemon's")[1] + "\n")

    transport = Interrupted(tmp_path, moment, write)
    enter(transport, [note(line(4, "second"), line(3, "first"))])
    assert messages(log) == ["old", "first", "second", "old", "the daemon's"]
    assert transport.calls == ["tail", "append", "look again", "reorder"]


def test_what_comes_last_is_only_appended(tmp_path: Path, log: Path) -> None:
    transport = Interrupted(tmp_path, "", lambda: None)
    enter(transport, [note(line(11, "first")), note(line(12, "second"))])
    assert messages(log) == ["old", "old", "first", "second"]
    enter(transport, [note(line(11, "first"), line(12, "second"))])
    assert transport.calls == ["tail", "append", "look again"]


def test_a_log_that_rotates_after_the_append_keeps_all_lines_in_its_old_file(tmp_path: Path, log: Path) -> None:
    def rotate() -> None:
        log.rename(f"{log}.1")
        log.write_text(line(30, "fresh")[1] + "\n")

    enter(Interrupted(tmp_path, "reorder", rotate), [note(line(3, "ours"))])
    assert messages(log) == ["fresh"] and messages(log.parent / "mail.log.1") == ["old", "old", "ours"]


@pytest.mark.parametrize("torn", [b"2026-11-24T12:00:20.000000+00:00 d1 postfix/qm", b"\xff\x00binary\n" * 9])
def test_a_log_that_cannot_be_read_as_one_is_left_alone(tmp_path: Path, log: Path, torn: bytes) -> None:
    log.write_bytes(torn)
    enter(RootfsTransport("d1", str(tmp_path)), [note(line(3, "ours"))])
    assert log.read_bytes() == torn


def test_a_missing_log_is_made_where_it_has_an_owner(tmp_path: Path, log: Path) -> None:
    log.unlink()
    transport = RootfsTransport("d1", str(tmp_path))
    enter(transport, [note(line(3, "ours"), owner=None)])
    assert not log.exists()
    enter(transport, [note(line(3, "ours"))])
    assert messages(log) == ["ours"] and log.stat().st_mode & 0o7777 == 0o640


def test_a_log_that_is_a_link_costs_nothing_but_the_lines(tmp_path: Path, log: Path) -> None:
    log.rename(tmp_path / "elsewhere")
    log.symlink_to(tmp_path / "elsewhere")
    enter(RootfsTransport("d1", str(tmp_path)), [note(line(3, "ours"))])
    assert messages(tmp_path / "elsewhere") == ["old", "old"]


def test_a_refusal_is_no_failure_of_the_mail(tmp_path: Path, log: Path) -> None:
    def refuse() -> None:
        raise TransportError("no space")

    enter(Interrupted(tmp_path, "append", refuse), [note(line(3, "ours"))])
    assert messages(log) == ["old", "old"]


@pytest.mark.parametrize("rounds", [30, pytest.param(600, marks=pytest.mark.slow)])
def test_no_line_is_lost_while_a_daemon_writes(tmp_path: Path, log: Path, rounds: int) -> None:
    """Beside a process that writes about 3000 lines a second: each line of both stands once, all in order."""
    log.write_bytes(
        b"".join(b"2026-11-24T13:00:00.%03d000+00:00 d1 postfix/qmgr[77]: %09d: removed\n" % (n, n) for n in range(900))
    )
    command = [sys.executable, "-c", DAEMON, str(log), "900"]
    daemon = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert daemon.stdin is not None
    transport = RootfsTransport("d1", str(tmp_path))
    ours = []
    try:
        for number in range(rounds):
            daemon.stdin.write(b".")
            daemon.stdin.flush()
            last = transport.tail([LOG], 400)[LOG]
            assert last is not None and last.content is not None
            seen = int(re.findall(rb": (\d{9}): removed", last.content)[-1])
            moment = NOON + timedelta(hours=1, milliseconds=seen - 40, microseconds=500)
            ours.append(text(moment, f"stored {number}"))
            enter(transport, [note((moment, ours[-1]))])
    finally:
        daemon.send_signal(signal.SIGTERM)
        count = int(daemon.communicate(timeout=20)[0])
    rows = log.read_text().splitlines()
    assert [int(found) for row in rows for found in re.findall(r": (\d{9}): removed", row)] == list(range(count))
    assert sorted(row for row in rows if "dovecot" in row) == sorted(ours) and len(rows) == count + len(ours)
    assert rows == sorted(rows, key=lambda row: row[:26])
