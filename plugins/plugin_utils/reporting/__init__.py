# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report of a fleet: what the ledger knows, as one HTML file that needs nothing beside it."""

from __future__ import annotations

from .collection import collect
from .page import render

__all__ = ["collect", "render"]
