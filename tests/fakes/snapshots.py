# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots for tests: one decky, three personas with accounts, a frozen clock. All parts can be overridden."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism import planning
from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.activity_times import ActivityTime
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.cronjobs import parse_crontab
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Account, Decky, DeckyFacts, Peer
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.entries import Entry
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import (
    Email,
    SentMail,
    SyntheticFile,
    content_hash,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import TickRequest
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import PlanningOptions, Snapshot
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.weights import Weights

#: A Tuesday afternoon, at which all personas are at work.
NOW = datetime(2026, 3, 3, 15, 0, 0, 250_000, tzinfo=timezone.utc)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANNA = Persona("Anna Berg", "anna@corp.example", "anna", "systems administrator")
OMAR = Persona("Omar Said", "omar@corp.example", "omar", "accountant")
LEA = Persona("Lea Roth", "lea@corp.example", "lea", "developer")
PEOPLE = (ANNA, OMAR, LEA)
SYSLOG, CRON, AUTH = "/var/log/syslog", "/var/log/cron.log", "/var/log/auth.log"
LOGS = (SYSLOG, CRON, AUTH)
MAIL_LOG = "/var/log/mail.log"
CRONTAB = """17 * * * * root cd / && run-parts --report /etc/cron.hourly
25 6 * * * root test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }
"""
#: The weights by which every activity time ends in a new file, or in an edit.
ONLY_CREATE = Weights(create=1, edit=0, leave_alone=0, traffic_share=0)
ONLY_EDIT = Weights(create=0, edit=1, leave_alone=0, traffic_share=0)
PEER = Peer("files-01", "192.0.2.7")


def facts(**overrides: Any) -> DeckyFacts:
    """The facts of a Debian host with known crontabs and no daemon."""
    accounts = tuple(
        Account(person.login, 1000 + index, 2000 + index, f"/home/{person.login}")
        for index, person in enumerate(PEOPLE)
    )
    known = {"accounts": accounts, "crontabs": parse_crontab(CRONTAB, "/etc/crontab"), "log_files": LOGS}
    return DeckyFacts("web-01", **{**known, **overrides})


def decky(services: tuple[str, ...] = ("ssh",), personas: tuple[Persona, ...] = PEOPLE, **overrides: Any) -> Decky:
    """The decky ``web-01``. ``overrides`` apply to its facts."""
    return Decky("web-01", facts(**overrides), personas, services)


def activity_time(persona: str | None, moment: datetime = NOW - HOUR, number: int = 0) -> ActivityTime:
    """An activity time on the decky."""
    return ActivityTime(f"{persona or 'system'}-{number}", moment, "web-01", persona)


def activity_times(persona: str | None, count: int, last: datetime = NOW - HOUR) -> tuple[ActivityTime, ...]:
    """Activity times of one actor, a minute apart, the latest at ``last``."""
    return tuple(
        activity_time(persona, last - timedelta(minutes=count - 1 - number), number) for number in range(count)
    )


def row(path: str, body: bytes = b"- [ ] call the vendor\n", **overrides: Any) -> SyntheticFile:
    """The ledger's row of one of Anna's files, last written a day ago."""
    known = {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, path)),
        "decky": "web-01",
        "path": path,
        "persona": "anna",
        "content_class": "todo",
        "created_at": NOW - 2 * DAY,
        "last_modified": NOW - DAY,
        "edit_count": 0,
        "content_hash": content_hash(body),
        "state": "present",
        "last_body": body,
    }
    return SyntheticFile(**{**known, **overrides})


def entry(path: str, content: bytes | None = b"", **overrides: Any) -> Entry:
    """The entry at a path, last written a day ago."""
    known = {
        "kind": "file",
        "uid": 1000,
        "gid": 2000,
        "mode": 0o644,
        "size": len(content or b""),
        "mtime_ns": int((NOW - DAY).timestamp() * 1e9),
        "content": content,
    }
    return Entry(path, **{**known, **overrides})


def email(sender: Persona, recipient: Persona, sent_at: datetime, number: int = 0, **overrides: Any) -> Email:
    """A delivered mail with one unread copy in the recipient's Maildir. ``overrides`` apply to the sent mail."""
    known = {
        "message_id": f"mail-{number}@corp.example",
        "thread_id": f"{sender.login}-{number}",
        "in_reply_to": None,
        "references": (),
        "sender": sender.email,
        "recipient": recipient.email,
        "cc": (),
        "subject": "certificate",
        "language": "en",
        "sent_at": sent_at,
        "body": "Hello,\n\nwhen does the certificate expire?",
        "about": {"topic": "certificate", "turn": 0},
    }
    path = f"/home/{recipient.login}/Maildir/new/{number}.M1P2.web-01"
    copies = ({"owner": recipient.login, "path": path, "flags": ""},)
    return Email(SentMail(**{**known, **overrides}), "web-01", path, copies, "composed")


def snapshot(weights: Weights | None = None, **overrides: Any) -> Snapshot:
    """The snapshot of a tick an hour after the last one, before any read. ``weights`` become an option."""
    known: dict[str, Any] = {
        "now": NOW,
        "seed": "seed",
        "decky": decky(),
        "request": TickRequest(),
        "fleet": ("files-01", "web-01"),
        "clocks": {"tick": NOW - HOUR, "logs": NOW - HOUR, "mail": NOW - HOUR},
        "options": PlanningOptions(weights=weights or Weights()),
    }
    return Snapshot(**{**known, **overrides})


def observed(asked: Snapshot, standing: Mapping[str, Entry | None] | None = None) -> Snapshot:
    """The snapshot as an observer completes it: missing activity times, agenda, entries, ends of logs.

    The files of the ledger are unchanged and each log has one line, unless ``standing`` has another entry.
    """
    asked = asked if asked.activity_times else replace(asked, activity_times=planning.activity_times(asked))
    due = planning.agenda(asked)
    there: dict[str, Entry | None] = {
        known.path: entry(known.path, known.last_body, mtime_ns=int(known.last_modified.timestamp() * 1e9))
        for known in asked.files
        if known.state == "present"
    }
    there |= {path: entry(path, b"x\n", uid=0, gid=4, mode=0o640) for path in due.log_paths}
    there |= standing or {}
    return replace(
        asked,
        agenda=due,
        entries={path: there.get(path) for path in due.read_paths},
        tails={path: there.get(path) for path in due.log_paths},
    )


def planned(asked: Snapshot, standing: Mapping[str, Entry | None] | None = None) -> planning.Plan:
    """The plan of the observed snapshot."""
    return planning.plan(observed(asked, standing))
