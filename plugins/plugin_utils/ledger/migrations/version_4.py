# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Version 4: facts name their place, leases have names, closed breakers have no time, public holidays are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..schema import sa

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: The prefix of version 3, which kept the facts of a mailbox container under prefix and decky's name.
_MAILBOXES = "mail:"


def upgrade(connection: Connection) -> None:
    """Upgrades a ledger of version 3."""
    tables, text, big = sa.MetaData(), sa.Text(), sa.BigInteger()
    facts = sa.Table(
        "facts",
        tables,
        sa.Column("decky", text, primary_key=True),
        sa.Column("place", text, primary_key=True),
        sa.Column("gathered_at", big, nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
    )
    breakers = sa.Table(
        "breakers",
        tables,
        sa.Column("name", text, primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_until", big),
    )
    sa.Table(
        "holidays",
        tables,
        sa.Column("country", text, primary_key=True),
        sa.Column("year", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("days", sa.JSON(), nullable=False),
    )
    # Both tables are small. SQLite can change neither a primary key nor whether a column may be null.
    old_facts = sa.table("facts", sa.column("decky"), sa.column("gathered_at"), sa.column("data", sa.JSON()))
    known_facts = [dict(row) for row in connection.execute(sa.select(old_facts)).mappings()]
    old_breakers = sa.table("breakers", sa.column("name"), sa.column("failures"), sa.column("open_until"))
    known_breakers = [dict(row) for row in connection.execute(sa.select(old_breakers)).mappings()]
    for name in ("facts", "breakers"):
        connection.execute(sa.text(f"DROP TABLE {name}"))
    tables.create_all(connection, checkfirst=False)
    for row in known_facts:
        apart = row["decky"].startswith(_MAILBOXES)
        row.update(decky=row["decky"].removeprefix(_MAILBOXES), place="mailboxes" if apart else "decky")
    for row in known_breakers:
        row["open_until"] = row["open_until"] or None
    for table, rows in ((facts, known_facts), (breakers, known_breakers)):
        if rows:
            connection.execute(sa.insert(table), rows)
    connection.execute(sa.text("ALTER TABLE leases RENAME COLUMN decky TO name"))
