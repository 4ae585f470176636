# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The error of the ledger."""

from __future__ import annotations


class LedgerError(Exception):
    """The ledger cannot be opened or written. The message is one sentence that names the ledger and the way out."""
