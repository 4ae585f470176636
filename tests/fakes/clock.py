# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A clock that stands still until it is moved."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone


class Clock:
    """Returns ``now``, an aware moment, whenever it is called."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=timezone.utc)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **units: float) -> datetime:
        """Moves the clock by the units of a timedelta; the new moment."""
        self.now += timedelta(**units)
        return self.now
