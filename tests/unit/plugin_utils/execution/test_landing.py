# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What drivers hand to a transport, and what they and the recovery take for done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import (
    AppendAction,
    EditAction,
    EmailAction,
    FileAction,
    FlagAction,
    LogNote,
    MailCopy,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.drivers.email import EmailDriver
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.drivers.file import FileDriver
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.drivers.log import LogDriver
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.drivers.stamps import nanoseconds
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.recovery import recover
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, open_ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import Append, PlantedFile
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rootfs import RootfsTransport
from fakes.rootfs_decky import GID, make_root
from fakes.snapshots import MAIL_LOG, NOW

NOTES = "/home/anna/notes.md"
MOMENT = NOW - timedelta(hours=3)


class Recorder:
    """Stands in for a transport: keeps what it is handed. ``grown`` are the logs that changed since they were read."""

    def __init__(self, *grown: str) -> None:
        self.planted: list[PlantedFile] = []
        self.appended: list[Append] = []
        self.grown = grown

    def plant(self, files: Sequence[PlantedFile]) -> None:
        self.planted += files

    def append(self, appends: Sequence[Append]) -> dict[str, bool]:
        self.appended += appends
        return {item.path: item.path not in self.grown for item in appends}


def create(path: str = NOTES, body: bytes = b"ours\n", **overrides: Any) -> FileAction:
    known: dict[str, Any] = {
        "decky": "web-01",
        "moment": MOMENT,
        "persona": "anna",
        "path": path,
        "content_class": ContentClass.NOTE,
        "body": body,
        "uid": 1000,
        "gid": 2000,
        "mode": 0o640,
    }
    return FileAction(**{**known, **overrides})


def edit(body: bytes, **overrides: Any) -> EditAction:
    one = create(body=body)
    known = {name: getattr(one, name) for name in ("decky", "moment", "persona", "path", "content_class", "body")}
    return EditAction(**known, uid=1000, gid=2000, mode=0o600, previous=b"old\n", synthetic_file_uuid="u1", **overrides)


def append(path: str = "/var/log/syslog") -> AppendAction:
    return AppendAction(
        decky="web-01",
        moment=MOMENT,
        path=path,
        content_class=ContentClass.LOG_DAEMON,
        tail=b"old\n",
        body=b"new\n",
        uid=104,
        gid=4,
        mode=0o640,
    )


def mail(**overrides: Any) -> EmailAction:
    copy = MailCopy("anna", "/home/anna/Maildir/new/1.M2P3.web-01", b"Subject: x\n\nHi\n", GID, GID, 0o600, MOMENT)
    known: dict[str, Any] = {
        "decky": "web-01",
        "moment": MOMENT,
        "persona": "omar",
        "message_id": "1@corp.example",
        "thread_id": "t",
        "in_reply_to": None,
        "references": (),
        "sender": "omar@corp.example",
        "recipient": "anna@corp.example",
        "cc": (),
        "subject": "x",
        "language": "en",
        "body": "Hi",
        "about": {},
        "copies": (copy,),
    }
    return EmailAction(**{**known, **overrides})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path / "root")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(str(tmp_path / "ledger.db")) as opened:
        yield opened


@pytest.mark.parametrize(("action", "mode"), [(create(), 0o640), (edit(b"new\n"), 0o600)])
def test_a_file_lands_with_the_owner_mode_and_times_of_its_action(action: Any, mode: int) -> None:
    transport: Any = Recorder()
    [outcome] = FileDriver(transport).run_batch([action])
    [file] = transport.planted
    assert (file.path, file.content, file.uid, file.gid, file.mode) == (NOTES, action.body, 1000, 2000, mode)
    assert 0 < file.mtime_ns - nanoseconds(MOMENT) < 1000 < file.atime_ns - file.mtime_ns
    assert outcome.success and outcome.changed and outcome.body == action.body and outcome.content_hash


def test_of_two_versions_of_a_file_in_a_batch_the_last_is_written() -> None:
    transport: Any = Recorder()
    outcomes = FileDriver(transport).run_batch([edit(b"one\n"), edit(b"two\n")])
    assert [file.content for file in transport.planted] == [b"two\n"]
    assert [outcome.body for outcome in outcomes] == [b"one\n", b"two\n"]


def test_an_append_that_the_decky_refused_is_not_done() -> None:
    transport: Any = Recorder("/var/log/syslog")
    refused, done = LogDriver(transport).run_batch([append(), append("/var/log/cron.log")])
    assert not refused.success and not refused.changed and refused.changes() == ()
    assert "/var/log/syslog: the log changed after it was read" in str(refused.error)
    assert done.success and done.body == b"old\nnew\n"
    assert [(item.uid, item.gid, item.mode) for item in transport.appended] == [(104, 4, 0o640)] * 2


def test_the_mail_log_records_what_was_delivered(root: Path) -> None:
    (root / MAIL_LOG[1:]).write_bytes(b"2026-03-03T10:00:00.5+00:00 web-01 dovecot: before\n")
    line = f"{MOMENT.isoformat()} web-01 dovecot: lmtp(anna): saved mail to INBOX"
    note = LogNote(MAIL_LOG, ((MOMENT, line),), "Etc/UTC")
    [outcome] = EmailDriver(RootfsTransport("web-01", str(root))).run_batch([mail(log=(note,))])
    assert outcome.success and (root / "home/anna/Maildir/new/1.M2P3.web-01").read_bytes() == b"Subject: x\n\nHi\n"
    assert (root / MAIL_LOG[1:]).read_text().splitlines()[1:] == [line]


def test_a_mail_that_was_not_delivered_is_not_logged(root: Path) -> None:
    (root / "home/anna/Maildir").symlink_to("/nowhere")
    note = LogNote(MAIL_LOG, ((MOMENT, "a line"),), "Etc/UTC")
    [outcome] = EmailDriver(RootfsTransport("web-01", str(root))).run_batch([mail(log=(note,))])
    assert not outcome.success and (root / MAIL_LOG[1:]).read_bytes() == b""


@pytest.mark.parametrize(
    ("standing", "landed"),
    [(b"ours\n", True), (b"theirs\n", False), (b"", False), (None, False), ("link", False), ("directory", False)],
)
def test_recovery_takes_a_file_for_done_where_its_content_stands(
    root: Path, ledger: Ledger, standing: Any, landed: bool
) -> None:
    ledger.begin([create()], NOW)
    path, real = root / NOTES[1:], root / "home/anna/real"
    real.write_bytes(b"ours\n")
    if standing == "link":
        path.symlink_to(real)
    elif standing == "directory":
        path.mkdir()
    elif standing is not None:
        path.write_bytes(standing)
    transport = RootfsTransport("web-01", str(root))
    assert recover(ledger, "web-01", transport, transport) == 1
    [event] = ledger.list_events()
    assert (event.status, event.success) == (("done", True) if landed else ("failed", False))
    rows = [(row.path, row.persona, row.last_modified) for row in ledger.list_synthetic_files()]
    assert rows == ([(NOTES, "anna", MOMENT)] if landed else [])
    assert not ledger.pending("web-01") and recover(ledger, "web-01", transport, transport) == 0


@pytest.mark.parametrize("flags", [None, "", "S", "RS"])
def test_recovery_finds_a_mail_wherever_a_mail_server_has_moved_it(
    root: Path, ledger: Ledger, flags: str | None
) -> None:
    ledger.begin([mail()], NOW)
    name = "new/1.M2P3.web-01" if flags is None else f"cur/1.M2P3.web-01:2,{flags}"
    (root / "home/anna/Maildir" / name).parent.mkdir(parents=True)
    (root / "home/anna/Maildir" / name).write_bytes(b"Subject: x\n\nHi\n")
    transport = RootfsTransport("web-01", str(root))
    recover(ledger, "web-01", transport, transport)
    [stored] = ledger.list_emails()
    assert stored.sent.message_id == "1@corp.example" and ledger.list_events()[0].status == "done"


def test_what_nothing_can_tell_counts_as_failed(root: Path, ledger: Ledger) -> None:
    flag = FlagAction(
        decky="web-01",
        moment=MOMENT,
        persona="anna",
        message_id="1@x",
        path="/m/new/1",
        target="/m/cur/1:2,S",
        flags="S",
    )
    ledger.begin([append(), flag], NOW)
    transport = RootfsTransport("web-01", str(root))
    assert recover(ledger, "web-01", transport, transport) == 2
    assert {event.status for event in ledger.list_events()} == {"failed"} and not ledger.list_synthetic_files()
