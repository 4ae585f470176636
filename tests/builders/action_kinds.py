# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of the kinds of action: one action of each, and what the ledger, the operator and the recovery receive.

A new kind of action is a new row of this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import (
    Action,
    AppendAction,
    EditAction,
    EmailAction,
    FileAction,
    FlagAction,
    MailCopy,
    RotateAction,
    TrafficAction,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.changes import (
    FileEdited,
    FileWritten,
    MailDelivered,
    MailFlagged,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import content_hash

NOON = datetime(2026, 3, 2, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=1)))
WHERE: dict[str, Any] = {"decky": "rack1:web.01", "moment": NOON}
COPY = MailCopy("omar", "/home/omar/Maildir/new/1.M2P3.web", b"From: anna\n\nHi\n", 1001, 1001, 0o600, NOON)
ROW = {
    "message_id": "1@corp.example",
    "thread_id": "anna-1",
    "in_reply_to": None,
    "references": [],
    "decky": "rack1:web.01",
    "sender": "anna@corp.example",
    "recipient": "omar@corp.example",
    "cc": ["lea@corp.example"],
    "subject": "Tape",
    "language": "en",
    "sent_at": NOON.isoformat(),
    "path": COPY.path,
    "copies": [{"owner": "omar", "path": COPY.path, "flags": ""}],
    "body": "Hi",
    "about": {"turn": 0},
    "author": "composed",
}
CREATE = FileAction(
    **WHERE,
    persona="anna",
    activity_time="a1",
    path="/home/anna/n.md",
    content_class=ContentClass.NOTE,
    body=b"one\ntwo\n",
    uid=1000,
    gid=1000,
    mode=0o644,
)
EDIT = EditAction(
    **WHERE,
    persona="anna",
    path="/home/anna/n.md",
    content_class=ContentClass.NOTE,
    body=b"one\nthree\n",
    uid=1000,
    gid=1000,
    mode=0o600,
    previous=b"one\ntwo\n",
    synthetic_file_uuid="u1",
)
APPEND = AppendAction(
    **WHERE,
    path="/var/log/syslog",
    content_class=ContentClass.LOG_DAEMON,
    tail=b"old\n",
    body=b"new\n",
    uid=0,
    gid=4,
    mode=0o640,
)
ROTATE = RotateAction(**WHERE, path="/var/log/syslog", content_class=ContentClass.LOG_DAEMON, keep=4)
MAIL = EmailAction(
    **WHERE,
    persona="anna",
    message_id="1@corp.example",
    thread_id="anna-1",
    in_reply_to=None,
    references=(),
    sender="anna@corp.example",
    recipient="omar@corp.example",
    cc=("lea@corp.example",),
    subject="Tape",
    language="en",
    body="Hi",
    about={"turn": 0},
    copies=(COPY,),
)
TARGET = "/home/omar/Maildir/cur/1.M2P3.web:2,S"
FLAG = FlagAction(**WHERE, persona="omar", message_id="1@corp.example", path=COPY.path, target=TARGET, flags="S")
GREET = TrafficAction(**WHERE, persona="anna", peer="db-01", address="192.0.2.9", port=22)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """The expectations of one kind of action."""

    action: Action
    kind: str
    event_action: str
    topic: str
    payload: dict[str, Any]
    recovery: dict[str, Any]
    outline: dict[str, Any]
    diff: tuple[str, str, str, str] | None
    changes: tuple[Any, ...]
    failed_changes: tuple[Any, ...] = ()
    endpoints: tuple[str | None, str | None, str | None] = (None, "rack1:web.01", None)
    severity: tuple[bool, bool] = (True, False)


WRITTEN: dict[str, Any] = {"decky": "rack1:web.01", "moment": NOON}
KINDS = {
    "create": Kind(
        action=CREATE,
        kind="file",
        event_action="file:create",
        topic="orchestrator.file",
        payload={"path": "/home/anna/n.md", "content_class": "note", "mode": "0644", "bytes": 8},
        recovery={"paths": ["/home/anna/n.md"], "content_hash": content_hash(b"one\ntwo\n")},
        outline={
            "path": "/home/anna/n.md",
            "content_class": "note",
            "uid": 1000,
            "gid": 1000,
            "mode": "0644",
            "bytes": 8,
        },
        diff=("/home/anna/n.md (before)", "/home/anna/n.md (after)", "", "one\ntwo\n"),
        changes=(
            FileWritten(
                **WRITTEN,
                path="/home/anna/n.md",
                persona="anna",
                content_class="note",
                body=b"stands",
                content_hash="h",
            ),
        ),
    ),
    "edit": Kind(
        action=EDIT,
        kind="file",
        event_action="file:edit",
        topic="orchestrator.file",
        payload={"path": "/home/anna/n.md", "content_class": "note", "mode": "0600", "bytes": 10},
        recovery={"paths": ["/home/anna/n.md"], "content_hash": content_hash(b"one\nthree\n")},
        outline={
            "path": "/home/anna/n.md",
            "content_class": "note",
            "uid": 1000,
            "gid": 1000,
            "mode": "0600",
            "bytes": 10,
        },
        diff=("/home/anna/n.md (before)", "/home/anna/n.md (after)", "one\ntwo\n", "one\nthree\n"),
        changes=(FileEdited(uuid="u1", body=b"stands", moment=NOON, content_hash="h"),),
    ),
    "append": Kind(
        action=APPEND,
        kind="file",
        event_action="file:edit",
        topic="orchestrator.file",
        payload={"path": "/var/log/syslog", "content_class": "log_daemon", "mode": "0640", "bytes": 4},
        recovery={},
        outline={
            "path": "/var/log/syslog",
            "content_class": "log_daemon",
            "uid": 0,
            "gid": 4,
            "mode": "0640",
            "bytes": 4,
        },
        diff=("/var/log/syslog (before)", "/var/log/syslog (after)", "old\n", "old\nnew\n"),
        changes=(
            FileWritten(
                **WRITTEN,
                path="/var/log/syslog",
                persona=None,
                content_class="log_daemon",
                body=b"stands",
                content_hash="h",
            ),
        ),
    ),
    "rotate": Kind(
        action=ROTATE,
        kind="file",
        event_action="file:rotate",
        topic="orchestrator.file",
        payload={"path": "/var/log/syslog", "content_class": "log_daemon", "keep": 4},
        recovery={},
        outline={"path": "/var/log/syslog", "content_class": "log_daemon"},
        diff=None,
        changes=(),
    ),
    "mail": Kind(
        action=MAIL,
        kind="email",
        event_action="email:send",
        topic="orchestrator.email",
        payload={
            "message_id": "1@corp.example",
            "thread_id": "anna-1",
            "in_reply_to": None,
            "sender": "anna@corp.example",
            "recipient": "omar@corp.example",
            "cc": ["lea@corp.example"],
            "subject": "Tape",
            "language": "en",
            "author": "composed",
            "paths": [COPY.path],
            "bytes": 15,
        },
        recovery={
            "paths": [COPY.path, *(f"/home/omar/Maildir/cur/1.M2P3.web:2,{flags}" for flags in ("", "S", "RS"))],
            "mailbox": True,
            "record": ROW,
        },
        outline={
            "message_id": "1@corp.example",
            "thread_id": "anna-1",
            "sender": "anna@corp.example",
            "recipient": "omar@corp.example",
            "cc": ["lea@corp.example"],
            "subject": "Tape",
            "author": "composed",
            "paths": [COPY.path],
        },
        diff=("(no mail)", COPY.path, "", "From: anna\n\nHi\n"),
        changes=(MailDelivered(values=ROW),),
    ),
    "flag": Kind(
        action=FLAG,
        kind="email",
        event_action="email:flag",
        topic="orchestrator.email",
        payload={"message_id": "1@corp.example", "path": COPY.path, "target": TARGET, "flags": "S"},
        recovery={"paths": [TARGET], "mailbox": True},
        outline={"message_id": "1@corp.example", "path": TARGET, "flags": "S"},
        diff=None,
        changes=(MailFlagged(message_id="1@corp.example", path=COPY.path, target=TARGET, flags="S", found=True),),
        # A mail that was moved is not looked for again.
        failed_changes=(
            MailFlagged(message_id="1@corp.example", path=COPY.path, target=TARGET, flags="S", found=False),
        ),
        severity=(False, False),
    ),
    "greeting": Kind(
        action=GREET,
        kind="traffic",
        event_action="traffic:ssh_banner",
        topic="orchestrator.activity",
        payload={},
        recovery={},
        outline={"peer": "db-01", "address": "192.0.2.9", "port": 22},
        diff=None,
        changes=(),
        endpoints=("rack1:web.01", "db-01", "ssh"),
        severity=(False, True),
    ),
}
