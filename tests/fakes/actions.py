# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One action of each kind, as in a plan for the decky d1."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import (
    AppendAction,
    EditAction,
    EmailAction,
    FileAction,
    FlagAction,
    MailCopy,
    RotateAction,
    TrafficAction,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import SyntheticFile

NOW = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=timezone.utc)
NOTE, NEW_MAIL, LOG = "/home/anna/note.md", "/home/anna/Maildir/new/1.x", "/var/log/syslog"
STORED_MAIL, READ_MAIL = "/home/anna/Maildir/new/2.x", "/home/anna/Maildir/cur/2.x:2,S"


def create(path: str = NOTE, body: bytes = b"a note\n", activity_time: str | None = None) -> FileAction:
    return FileAction(
        decky="d1",
        moment=NOW,
        persona="anna",
        activity_time=activity_time,
        path=path,
        content_class=ContentClass.NOTE,
        body=body,
        uid=1000,
        gid=1000,
        mode=0o640,
    )


def edit(row: SyntheticFile, previous: bytes, body: bytes = b"a longer note\n", minutes: int = 5) -> EditAction:
    return EditAction(
        decky="d1",
        moment=NOW + timedelta(minutes=minutes),
        persona=row.persona,
        path=row.path,
        content_class=ContentClass.NOTE,
        body=body,
        uid=1000,
        gid=1000,
        mode=0o640,
        previous=previous,
        synthetic_file_uuid=row.uuid,
    )


def append(path: str = LOG, tail: bytes = b"", body: bytes = b"a line\n") -> AppendAction:
    return AppendAction(
        decky="d1",
        moment=NOW,
        path=path,
        content_class=ContentClass.LOG_DAEMON,
        tail=tail,
        body=body,
        uid=0,
        gid=4,
        mode=0o640,
    )


def rotation(path: str = LOG) -> RotateAction:
    return RotateAction(
        decky="d1", moment=NOW + timedelta(minutes=1), path=path, content_class=ContentClass.LOG_DAEMON, keep=4
    )


def mail(path: str = NEW_MAIL, message_id: str = "1@corp.example") -> EmailAction:
    return EmailAction(
        decky="d1",
        moment=NOW,
        persona="omar",
        activity_time=f"mail {message_id}",
        message_id=message_id,
        thread_id="t1",
        in_reply_to=None,
        references=(),
        sender="omar@corp.example",
        recipient="anna@corp.example",
        cc=(),
        subject="Invoices",
        language="en",
        body="Hello",
        about={},
        copies=(MailCopy("anna", path, b"a mail\n", 1000, 1000, 0o600, NOW),),
    )


def mark(path: str = STORED_MAIL, target: str = READ_MAIL, message_id: str = "2@corp.example") -> FlagAction:
    return FlagAction(
        decky="d1", moment=NOW, persona="anna", message_id=message_id, path=path, target=target, flags="S"
    )


def greeting() -> TrafficAction:
    return TrafficAction(decky="d1", moment=NOW, persona="anna", peer="d2", address="d2", port=22)
