# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a job recurs, as an RFC 5545 text in the form that AWX takes.

It has one DTSTART with its time zone and one RRULE, and always states INTERVAL.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError

try:
    from dateutil.rrule import DAILY, HOURLY, rrule
except ImportError:
    MISSING: str | None = "python-dateutil"
else:
    MISSING = None

# Long past and never another one, so that the text of a schedule is the same on every run. AWX itself looks ahead from
# a week ago.
START = datetime(2026, 1, 1)


def recurrence(minutes: Sequence[int], hour: int | None = None, timezone: str = "UTC") -> str:
    """At these ``minutes`` of every hour, or of one ``hour`` (0 to 23) of every day.

    The clock is that of ``timezone``, a name of the tz database.

    Raises RealismError for values that are not a recurrence, and where python-dateutil is missing.
    """
    if MISSING:
        raise RealismError(f"{MISSING} is needed to write a recurrence rule; pip install {MISSING}")
    if not minutes or not all(0 <= minute < 60 for minute in minutes):
        raise RealismError(f"{list(minutes)} are not minutes of an hour")
    if hour is not None and not 0 <= hour < 24:
        raise RealismError(f"{hour} is not an hour of a day, 0 to 23")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise RealismError(
            f"there is no time zone {timezone!r}; name one as tz does, Europe/Berlin for instance"
        ) from None
    rule = (
        rrule(HOURLY, dtstart=START, byminute=minutes)
        if hour is None
        else rrule(DAILY, dtstart=START, byhour=hour, byminute=minutes)
    )
    # dateutil leaves an INTERVAL of 1 out, and AWX refuses a rule without one.
    kind, _colon, parts = str(rule).splitlines()[1].partition(":")
    frequency, _semicolon, rest = parts.partition(";")
    return f"DTSTART;TZID={timezone}:{START:%Y%m%dT%H%M%S} {kind}:{frequency};INTERVAL=1;{rest}"
