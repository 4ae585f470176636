# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bus, which publishes events once and in order, and keeps them while a publisher is unavailable."""

from __future__ import annotations

from .base import BusError, Message, Publisher, Rejected
from .settings import publishers_of

__all__ = ["BusError", "Message", "Publisher", "Rejected", "publishers_of"]
