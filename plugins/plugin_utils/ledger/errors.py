# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The error of the ledger."""

from __future__ import annotations


class LedgerError(Exception):
    """The ledger cannot be opened or written; one sentence that names it and the way out."""
