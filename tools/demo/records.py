# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read-only SQL queries on the ledger of the demo. They work even if the collection does not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from fleet import LEDGER, DemoError

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Todo:
    """A TODO in the ledger."""

    decky: str
    path: str
    persona: str
    edits: int
    body: str


@contextmanager
def _reading() -> Iterator[sqlite3.Connection]:
    if not LEDGER.exists():
        raise DemoError("the deckies have no ledger and were never aged; run `make demo`")
    with closing(sqlite3.connect(f"file:{LEDGER}?mode=ro", uri=True, timeout=30.0)) as connection:
        yield connection


def last_tick() -> datetime | None:
    """The moment up to which every decky is aged; None for a fleet that was never aged."""
    if not LEDGER.exists():
        return None
    with _reading() as ledger:
        stored = ledger.execute("SELECT min(moment) FROM clocks WHERE name = 'tick'").fetchone()[0]
    return _EPOCH + timedelta(microseconds=stored) if stored is not None else None


def todos() -> list[Todo]:
    """Every TODO of the fleet, the most edited first."""
    query = """SELECT decky, path, persona, edit_count, last_body FROM synthetic_files
               WHERE content_class = 'todo' AND persona IS NOT NULL ORDER BY edit_count DESC, decky, path"""
    with _reading() as ledger:
        return [
            Todo(decky, path, persona, edits, bytes(body).decode("utf-8", "replace"))
            for decky, path, persona, edits, body in ledger.execute(query)
        ]


def busiest_home() -> tuple[str, str] | None:
    """The decky and the persona with the most files."""
    query = """SELECT decky, persona FROM synthetic_files WHERE persona IS NOT NULL
               GROUP BY decky, persona ORDER BY count(*) DESC, decky, persona LIMIT 1"""
    with _reading() as ledger:
        found: tuple[str, str] | None = ledger.execute(query).fetchone()
    return found


def counts() -> list[tuple[str, str, int]]:
    """The number of events of each action and status."""
    with _reading() as ledger:
        return ledger.execute(
            "SELECT action, status, count(*) FROM events GROUP BY action, status ORDER BY action, status"
        ).fetchall()


def files_by_class() -> list[tuple[str, int, int]]:
    """The number of files of each content class, and of their edits."""
    query = """SELECT content_class, count(*), sum(edit_count) FROM synthetic_files
               GROUP BY content_class ORDER BY content_class"""
    with _reading() as ledger:
        return ledger.execute(query).fetchall()


def last_events(number: int) -> list[tuple[str, str, str, str, str]]:
    """The newest events: moment, action, persona, decky, and path or peer."""
    query = """SELECT occurred_at, action, coalesce(persona, 'system'), coalesce(src_decky, dst_decky),
                      coalesce(json_extract(payload, '$.path'), dst_decky) FROM events
               ORDER BY ts DESC, occurred_at DESC LIMIT ?"""
    with _reading() as ledger:
        return ledger.execute(query, (number,)).fetchall()


@dataclass(frozen=True)
class Letter:
    """One mail of a thread, with its path in the mailbox of the recipient."""

    decky: str
    sender: str
    recipient: str
    subject: str
    sent_at: datetime
    path: str
    depth: int


def longest_thread() -> list[Letter]:
    """The mails of the longest thread, oldest first."""
    query = """SELECT decky, sender, recipient, subject, sent_at, path, "references" FROM emails WHERE thread_id =
               (SELECT thread_id FROM emails GROUP BY thread_id ORDER BY count(*) DESC, thread_id LIMIT 1)
               ORDER BY sent_at"""
    with _reading() as ledger:
        rows = ledger.execute(query).fetchall()
    return [
        Letter(
            decky, sender, recipient, subject, _EPOCH + timedelta(microseconds=at), path, len(json.loads(references))
        )
        for decky, sender, recipient, subject, at, path, references in rows
    ]
