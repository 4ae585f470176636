# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fictional employees and the one schema by which a pool of them is read.

The schema serves the inventory (``decoy_personas``), the pool file and its import alike.
"""

from __future__ import annotations

from .persona import WEEKDAYS, ActiveHours, Persona
from .persona_schema import MAX_PERSONAS, parse_persona, parse_personas

__all__ = ["MAX_PERSONAS", "WEEKDAYS", "ActiveHours", "Persona", "parse_persona", "parse_personas"]
