# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Active hours of a persona in its own time zone. A window that wraps extends over midnight."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from ..model.persona import Persona

_MICROSECOND = timedelta(microseconds=1)


def is_active(persona: Persona, now: datetime) -> bool:
    """Whether the aware moment ``now`` lies in an active window; the weekday is that of the window's start."""
    local = now.astimezone(ZoneInfo(persona.timezone))
    hours, clock = persona.active_hours, local.time()
    if hours.start < hours.end:
        return hours.start <= clock < hours.end and local.weekday() in persona.weekdays
    if clock >= hours.start:
        return local.weekday() in persona.weekdays
    return clock < hours.end and (local - timedelta(days=1)).weekday() in persona.weekdays


def sample_mtime(
    persona: Persona | None, now: datetime, rng: random.Random, within: timedelta = timedelta(hours=24)
) -> datetime:
    """A moment in ``(now - within, now]`` at which the persona may have saved a file; never a whole second.

    The moment lies in the latest stretch of active hours that overlaps the span. Where no stretch overlaps it, the
    latest stretch of the past eight days is used, as a file may be older than a tick. The system (None) is active at
    any time of day.
    """
    end = now.astimezone(timezone.utc)
    start = end - max(within, _MICROSECOND * 2)
    zone = ZoneInfo(persona.timezone) if persona else timezone.utc
    if persona is not None:
        stretches = _active_stretches(persona, end)
        overlapping = [(max(low, start), high) for low, high in stretches if high > start]
        start, end = max(overlapping or stretches, default=(start, end))
    span = (end - start) // _MICROSECOND
    moment = start + _MICROSECOND * (1 + int(rng.random() * max(1, span)))
    moment = min(moment, end)
    if moment.microsecond == 0:
        # Only touch and archives leave a whole second; a program that saves a file never does.
        moment -= _MICROSECOND
    return moment.astimezone(zone)


def _active_stretches(persona: Persona, now: datetime) -> list[tuple[datetime, datetime]]:
    """The active hours of the past eight days up to ``now``, in UTC.

    Local times of one zone cannot be compared across a clock change.
    """
    zone, hours = ZoneInfo(persona.timezone), persona.active_hours
    today = now.astimezone(zone).date()
    stretches = []
    for back in range(9):
        day = today - timedelta(days=back)
        if day.weekday() in persona.weekdays:
            last = day if hours.start < hours.end else day + timedelta(days=1)
            low, high = (
                datetime.combine(date, clock, zone).astimezone(timezone.utc)
                for date, clock in ((day, hours.start), (last, hours.end))
            )
            if low < min(high, now):
                stretches.append((low, min(high, now)))
    return stretches
