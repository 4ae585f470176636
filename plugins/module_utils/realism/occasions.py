# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moments at which a persona, or the system, would do something on a decky."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Occasion:
    """One such moment, aware, in the actor's own zone. ``persona`` is a login, None for the system; ``id`` is stable."""

    id: str
    moment: datetime
    decky: str
    persona: str | None
