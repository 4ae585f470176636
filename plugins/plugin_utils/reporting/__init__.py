# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The status, the heartbeat and the report of a fleet, which is one self-contained HTML file."""

from __future__ import annotations

from .collection import collect
from .page import render

__all__ = ["collect", "render"]
