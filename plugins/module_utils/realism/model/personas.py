# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fictional employees. How a pool of them is validated is the controller's business (``plugin_utils/personas``)."""

from __future__ import annotations

from .persona import WEEKDAYS, ActiveHours, Persona

__all__ = ["WEEKDAYS", "ActiveHours", "Persona"]
