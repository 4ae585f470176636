# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Version 2: mail, leases, the outbox, breakers and the fact cache.

Version 1 had a table of mails to which nothing was ever written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..schema import sa

if TYPE_CHECKING:
    from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Creates the new tables, frozen as they were in version 2."""
    tables, text, big, json = sa.MetaData(), sa.Text(), sa.BigInteger(), sa.JSON()
    sa.Table(
        "emails",
        tables,
        sa.Column("message_id", text, primary_key=True),
        sa.Column("thread_id", text, nullable=False),
        sa.Column("in_reply_to", text),
        sa.Column("references", json, nullable=False),
        sa.Column("decky", text, nullable=False),
        sa.Column("sender", text, nullable=False),
        sa.Column("recipient", text, nullable=False),
        sa.Column("cc", json, nullable=False),
        sa.Column("subject", text, nullable=False),
        sa.Column("language", text, nullable=False),
        sa.Column("sent_at", big, nullable=False),
        sa.Column("utc_offset", sa.Integer(), nullable=False),
        sa.Column("path", text, nullable=False),
        sa.Column("copies", json, nullable=False),
        sa.Column("body", text, nullable=False),
        sa.Column("about", json, nullable=False),
        sa.Column("author", text, nullable=False),
        sa.Index("emails_by_thread", "decky", "thread_id", "sent_at"),
        sa.Index("emails_by_time", "decky", "sent_at"),
    )
    sa.Table(
        "leases",
        tables,
        sa.Column("decky", text, primary_key=True),
        sa.Column("holder", text, nullable=False),
        sa.Column("expires_at", big, nullable=False),
    )
    sa.Table(
        "outbox",
        tables,
        sa.Column("id", big.with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("publisher", text, nullable=False),
        sa.Column("topic", text, nullable=False),
        sa.Column("payload", json, nullable=False),
        sa.Column("created_at", big, nullable=False),
        sa.Index("outbox_by_publisher", "publisher", "id"),
    )
    sa.Table(
        "breakers",
        tables,
        sa.Column("name", text, primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_until", big, nullable=False),
        sa.Column("changed_at", big, nullable=False),
    )
    sa.Table(
        "fact_cache",
        tables,
        sa.Column("key", text, primary_key=True),
        sa.Column("stored_at", big, nullable=False),
        sa.Column("data", text, nullable=False),
    )
    connection.execute(sa.text("DROP TABLE emails"))
    tables.create_all(connection, checkfirst=False)
