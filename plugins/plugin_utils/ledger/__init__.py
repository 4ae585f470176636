# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The controller's memory of a fleet: synthetic files, events, mails, facts and ticks."""

from __future__ import annotations

from .errors import LedgerError
from .store import Ledger, open_ledger

__all__ = ["Ledger", "LedgerError", "open_ledger"]
