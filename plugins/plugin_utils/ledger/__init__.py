# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger, which is the controller's database of a fleet: synthetic files, events, mails, facts, clocks, outbox."""

from __future__ import annotations

from .errors import LedgerError
from .store import Ledger, ledger_exists, ledger_folder, open_ledger

__all__ = ["Ledger", "LedgerError", "ledger_exists", "ledger_folder", "open_ledger"]
