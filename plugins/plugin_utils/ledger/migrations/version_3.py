# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Version 3: events name their activity time; a decky has several clocks, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..schema import sa

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: The prefixes of version 2, which kept the clocks of logs and mail in ``ticks`` under prefix and decky's name.
_PREFIXES = {"logs:": "logs", "mail:": "mail"}


def upgrade(connection: Connection) -> None:
    """Upgrades a ledger of version 2."""
    for statement in (
        "DROP INDEX events_by_occasion",
        "ALTER TABLE events RENAME COLUMN occasion TO activity_time",
        "CREATE INDEX events_by_activity_time ON events (activity_time)",
    ):
        connection.execute(sa.text(statement))
    clocks = sa.Table(
        "clocks",
        sa.MetaData(),
        sa.Column("decky", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("moment", sa.BigInteger(), nullable=False),
    )
    clocks.create(connection)
    rows = []
    for key, moment in connection.execute(sa.text("SELECT decky, last_tick FROM ticks")):
        prefix = next((known for known in _PREFIXES if key.startswith(known)), "")
        rows.append({"decky": key.removeprefix(prefix), "name": _PREFIXES.get(prefix, "tick"), "moment": moment})
    if rows:
        connection.execute(sa.insert(clocks), rows)
    connection.execute(sa.text("DROP TABLE ticks"))
