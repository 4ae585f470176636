# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A ledger in a SQLite file keeps what every ledger promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, open_ledger
from contracts import ledger_keys as ledger_keys_contract
from contracts import ledger_transactions as ledger_transactions_contract
from contracts.collection import contract_tests

globals().update(contract_tests(ledger_keys_contract, ledger_transactions_contract))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(str(tmp_path / "ledger.db"))
