# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bus: publishes what was done, once and in order, and later where a publisher does not respond."""

from __future__ import annotations

from .base import BusError, Message, Publisher, Rejected
from .settings import publishers_of

__all__ = ["BusError", "Message", "Publisher", "Rejected", "publishers_of"]
