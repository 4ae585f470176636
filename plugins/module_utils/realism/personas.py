# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fictional employees and the one schema by which a pool of them is read.

The schema serves the inventory (``decoy_personas``), the pool file and its import alike.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class ActiveHours:
    """A daily window in the persona's own local time; it wraps over midnight where ``end <= start``."""

    start: time
    end: time


@dataclass(frozen=True)
class Persona:
    """A fictional employee. ``weekdays`` counts from 0 (Monday); ``timezone`` is an IANA name."""

    name: str
    email: str
    login: str
    role: str
    tone: str = "neutral"
    mannerisms: tuple[str, ...] = ()
    language: str = "en"
    timezone: str = "Etc/UTC"
    active_hours: ActiveHours = ActiveHours(time(9, 0), time(17, 30))
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    reply_latency: str = "normal"
    uses_llms_heavily: bool = False
    signature: str | None = None
    mail_client: str | None = None

    @property
    def first_name(self) -> str:
        """The name that colleagues use."""
        return self.name.split()[0]
