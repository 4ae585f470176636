# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger's tables, in SQLAlchemy's dialect-neutral terms. Times are microseconds since the epoch, in UTC.

SQLAlchemy is imported guarded: documentation tools and import checks run without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

try:
    import sqlalchemy as sa

    IMPORT_ERROR: str | None = None
except ImportError as missing:
    sa = None  # type: ignore[assignment]
    IMPORT_ERROR = str(missing)

#: Raised by one with every change of the tables; a ledger with a higher one is refused.
SCHEMA_VERSION = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def to_stored(moment: datetime) -> int:
    """Microseconds since the epoch of an aware moment."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def from_stored(microseconds: int) -> datetime:
    """The moment, in UTC, of what :func:`to_stored` gave."""
    return _EPOCH + timedelta(microseconds=microseconds)


@dataclass(frozen=True)
class Tables:
    """The tables of one ledger."""

    metadata: Any
    synthetic_files: Any
    events: Any
    emails: Any
    facts: Any
    clocks: Any
    leases: Any
    outbox: Any
    breakers: Any
    fact_cache: Any
    meta: Any


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Build the tables, once a process."""
    meta = sa.MetaData()
    text, big, boolean = sa.Text(), sa.BigInteger(), sa.Boolean()

    def column(name: str, kind: Any, **options: Any) -> Any:
        return sa.Column(name, kind, nullable=options.pop("nullable", False), **options)

    synthetic_files = sa.Table(
        "synthetic_files",
        meta,
        column("uuid", text, primary_key=True),
        column("decky", text),
        column("path", text),
        column("persona", text, nullable=True),
        column("content_class", text),
        column("created_at", big),
        column("last_modified", big),
        column("edit_count", sa.Integer),
        column("content_hash", text),
        column("last_body", sa.LargeBinary),
        column("state", text),
        sa.UniqueConstraint("decky", "path"),
        # Serves the pick of a file to edit: equal on the first three, a range on the last.
        sa.Index("synthetic_files_by_actor", "decky", "state", "persona", "uuid"),
    )
    events = sa.Table(
        "events",
        meta,
        column("uuid", text, primary_key=True),
        column("ts", big),
        column("occurred_at", text),
        column("activity_time", text, nullable=True),
        column("kind", text),
        column("protocol", text, nullable=True),
        column("action", text),
        column("persona", text, nullable=True),
        column("src_decky", text, nullable=True),
        column("dst_decky", text, nullable=True),
        column("success", boolean),
        column("status", text),
        column("topic", text),
        column("payload", sa.JSON),
        sa.Index("events_by_time", "ts"),
        sa.Index("events_by_status", "status", "dst_decky"),
        sa.Index("events_by_activity_time", "activity_time"),
    )
    emails = sa.Table(
        "emails",
        meta,
        column("message_id", text, primary_key=True),
        column("thread_id", text),
        column("in_reply_to", text, nullable=True),
        column("references", sa.JSON),
        column("decky", text),
        column("sender", text),
        column("recipient", text),
        column("cc", sa.JSON),
        column("subject", text),
        column("language", text),
        column("sent_at", big),
        # Seconds east of UTC at which the sender's clock stood.
        column("utc_offset", sa.Integer),
        column("path", text),
        # A list of {owner, path, flags}: every stored copy.
        column("copies", sa.JSON),
        column("body", text),
        column("about", sa.JSON),
        column("author", text),
        sa.Index("emails_by_thread", "decky", "thread_id", "sent_at"),
        sa.Index("emails_by_time", "decky", "sent_at"),
    )
    facts = sa.Table(
        "facts", meta, column("decky", text, primary_key=True), column("gathered_at", big), column("data", sa.JSON)
    )
    # Up to which moment a decky is aged (tick), its logs are written (logs), its mail is delivered (mail).
    clocks = sa.Table(
        "clocks",
        meta,
        column("decky", text, primary_key=True),
        column("name", text, primary_key=True),
        column("moment", big),
    )
    # One writer a decky: who may act on it, and until when (real time) should that controller die.
    leases = sa.Table(
        "leases", meta, column("decky", text, primary_key=True), column("holder", text), column("expires_at", big)
    )
    # What is still to be published, a row for each publisher; rows go when their publisher has taken them.
    outbox = sa.Table(
        "outbox",
        meta,
        sa.Column("id", big.with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        column("publisher", text),
        column("topic", text),
        column("payload", sa.JSON),
        column("created_at", big),
        sa.Index("outbox_by_publisher", "publisher", "id"),
    )
    # The circuit breakers of LLM backends: they outlive a tick.
    breakers = sa.Table(
        "breakers",
        meta,
        column("name", text, primary_key=True),
        column("failures", sa.Integer),
        column("open_until", big),
        column("changed_at", big),
    )
    # Ansible's fact cache (plugins/cache/sqlite.py).
    fact_cache = sa.Table(
        "fact_cache", meta, column("key", text, primary_key=True), column("stored_at", big), column("data", text)
    )
    settings = sa.Table("meta", meta, column("key", text, primary_key=True), column("value", text))
    return Tables(meta, synthetic_files, events, emails, facts, clocks, leases, outbox, breakers, fact_cache, settings)
