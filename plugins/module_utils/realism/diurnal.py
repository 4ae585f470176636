# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a persona works: active hours in the persona's own zone, over midnight where the window wraps."""
from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .errors import PersonaError
from .persona import ActiveHours, Persona


def parse_active_hours(text: str, persona: str) -> ActiveHours:
    """Read ``HH:MM-HH:MM``. Raises PersonaError naming the persona for anything else, or for an empty window."""
    try:
        return ActiveHours.from_text(text)
    except ValueError as error:
        raise PersonaError(f"persona {persona}: active_hours {error}") from None


def is_active(persona: Persona, now: datetime) -> bool:
    """Whether the aware moment ``now`` lies in a window of the persona; the weekday is that of the window's start."""
    local = now.astimezone(ZoneInfo(persona.timezone))
    hours, clock = persona.active_hours, local.time()
    if hours.start < hours.end:
        return hours.start <= clock < hours.end and local.weekday() in persona.weekdays
    if clock >= hours.start:
        return local.weekday() in persona.weekdays
    return clock < hours.end and (local - timedelta(days=1)).weekday() in persona.weekdays
