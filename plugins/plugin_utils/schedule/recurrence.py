# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recurrence rule of a job (RFC 5545) in the form that AWX accepts.

It has one DTSTART with a time zone and one RRULE, and always contains INTERVAL.
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

#: A constant in the past, so that the text of a schedule is the same in each run. AWX computes occurrences from a week
#: ago.
START = datetime(2026, 1, 1)


def recurrence(minutes: Sequence[int], hour: int | None = None, timezone: str = "UTC") -> str:
    """The rule for the ``minutes`` of every hour, or of one ``hour`` (0 to 23) of every day.

    ``timezone`` is a name of the tz database. Raises RealismError for invalid values, and where python-dateutil is
    missing.
    """
    if MISSING:
        raise RealismError(
            f"recurrence rules need the Python package {MISSING}; run pip install {MISSING} on the controller"
        )
    if not minutes or not all(0 <= minute < 60 for minute in minutes):
        raise RealismError(f"the minutes are {list(minutes)}; choose at least one from 0 to 59")
    if hour is not None and not 0 <= hour < 24:
        raise RealismError(f"hour is {hour}; choose one from 0 to 23")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise RealismError(
            f"{timezone!r} is not a time zone; use a name of the tz database, such as Europe/Berlin"
        ) from None
    rule = (
        rrule(HOURLY, dtstart=START, byminute=minutes)
        if hour is None
        else rrule(DAILY, dtstart=START, byhour=hour, byminute=minutes)
    )
    # dateutil omits an INTERVAL of 1, and AWX rejects a rule without INTERVAL.
    kind, _colon, parts = str(rule).splitlines()[1].partition(":")
    frequency, _semicolon, rest = parts.partition(";")
    return f"DTSTART;TZID={timezone}:{START:%Y%m%dT%H%M%S} {kind}:{frequency};INTERVAL=1;{rest}"
