# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Personas: the fictional employees of a fleet."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any

_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class ActiveHours:
    """A daily window in the persona's own local time; it wraps over midnight where ``end <= start``."""

    start: time
    end: time

    @classmethod
    def from_text(cls, text: str) -> ActiveHours:
        """The window of a text ``HH:MM-HH:MM``.

        Raises ValueError, with the reason and the way out, for any other text and for an empty window.
        """
        match = _WINDOW.fullmatch(text)
        if match is None or match.group(1, 2) == match.group(3, 4):
            raise ValueError(f"{text[:60]!r} is not a window; write it as HH:MM-HH:MM, such as 09:00-17:30")
        first, second, third, fourth = (int(part) for part in match.groups())
        return cls(time(first, second), time(third, fourth))

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


@dataclass(frozen=True)
class Persona:
    """A fictional employee.

    ``weekdays`` counts from 0 (Monday); ``timezone`` is an IANA name, ``country`` an ISO 3166 alpha-2 code.

    ``holidays`` are the public holidays of the country in the planned years; they are not part of a pool.
    """

    name: str
    email: str
    login: str
    role: str
    tone: str = "neutral"
    mannerisms: tuple[str, ...] = ()
    language: str = "en"
    timezone: str = "Etc/UTC"
    country: str | None = None
    active_hours: ActiveHours = ActiveHours(time(9, 0), time(17, 30))
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    reply_latency: str = "normal"
    uses_llms_heavily: bool = False
    signature: str | None = None
    mail_client: str | None = None
    holidays: frozenset[date] = frozenset()

    @property
    def first_name(self) -> str:
        """The name that colleagues use."""
        return self.name.split()[0]

    def to_dict(self) -> dict[str, Any]:
        """The persona as an entry of a pool, JSON-ready and without ``holidays``."""
        entry = {
            **asdict(self),
            "mannerisms": list(self.mannerisms),
            "active_hours": str(self.active_hours),
            "weekdays": [WEEKDAYS[day] for day in self.weekdays],
        }
        del entry["holidays"]
        return entry
