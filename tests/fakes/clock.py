# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A frozen clock that a test advances."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone


class Clock:
    """A clock. A call returns ``now``, an aware moment."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=timezone.utc)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **units: float) -> datetime:
        """Advances the clock by the units of a timedelta; returns the new moment."""
        self.now += timedelta(**units)
        return self.now
