# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Version 3: events name the activity time they belong to, in the vocabulary of the documentation."""

from __future__ import annotations

from typing import Any


def upgrade(operations: Any) -> None:
    """From version 2."""
    operations.drop_index("events_by_occasion", table_name="events")
    operations.execute("ALTER TABLE events RENAME COLUMN occasion TO activity_time")
    operations.create_index("events_by_activity_time", "events", ["activity_time"])
