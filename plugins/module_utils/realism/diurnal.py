# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a persona works: active hours in the persona's own zone, over midnight where the window wraps."""
from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from .errors import PersonaError
from .personas import ActiveHours, Persona

_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def parse_active_hours(text: str, persona: str) -> ActiveHours:
    """Read ``HH:MM-HH:MM``. Raises PersonaError naming the persona for anything else, or for an empty window."""
    match = _WINDOW.fullmatch(text)
    if match is None or match.group(1, 2) == match.group(3, 4):
        raise PersonaError(f"persona {persona}: active_hours {text!r} is not a window; write it as HH:MM-HH:MM, such as 09:00-17:30")
    first, second, third, fourth = (int(part) for part in match.groups())
    return ActiveHours(time(first, second), time(third, fourth))


def is_active(persona: Persona, now: datetime) -> bool:
    """Whether the aware moment ``now`` lies in a window of the persona; the weekday is that of the window's start."""
    local = now.astimezone(ZoneInfo(persona.timezone))
    hours, clock = persona.active_hours, local.time()
    if hours.start < hours.end:
        return hours.start <= clock < hours.end and local.weekday() in persona.weekdays
    if clock >= hours.start:
        return local.weekday() in persona.weekdays
    return clock < hours.end and (local - timedelta(days=1)).weekday() in persona.weekdays
