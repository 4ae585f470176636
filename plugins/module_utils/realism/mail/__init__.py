# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail between personas: who writes to whom and when, what it says, and the message that a mail program makes of it."""

from __future__ import annotations
