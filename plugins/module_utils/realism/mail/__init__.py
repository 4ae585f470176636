# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail between personas: threads and their timing, the texts, and the messages that mail programs make of them."""

from __future__ import annotations
