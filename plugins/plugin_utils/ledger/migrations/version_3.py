# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Version 3: events name their activity time; a decky has several clocks, by name."""

from __future__ import annotations

from typing import Any

from ..schema import sa


def upgrade(operations: Any) -> None:
    """From version 2."""
    operations.drop_index("events_by_occasion", table_name="events")
    operations.execute("ALTER TABLE events RENAME COLUMN occasion TO activity_time")
    operations.create_index("events_by_activity_time", "events", ["activity_time"])
    operations.create_table(
        "clocks",
        sa.Column("decky", sa.Text(), primary_key=True, nullable=False),
        sa.Column("name", sa.Text(), primary_key=True, nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
    )
    for prefix, name in (("logs:", "logs"), ("mail:", "mail")):
        operations.execute(
            f"INSERT INTO clocks (decky, name, moment)"
            f" SELECT substr(decky, {len(prefix) + 1}), '{name}', last_tick FROM ticks WHERE decky LIKE '{prefix}%'"
        )
    operations.execute(
        "INSERT INTO clocks (decky, name, moment)"
        " SELECT decky, 'tick', last_tick FROM ticks WHERE decky NOT LIKE 'logs:%' AND decky NOT LIKE 'mail:%'"
    )
    operations.drop_table("ticks")
