# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A ledger in a SQLite file keeps what every ledger promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, open_ledger
from contracts.ledger_keys import *  # noqa: F403  (the contract's tests run here)
from contracts.ledger_transactions import *  # noqa: F403  (the contract's tests run here)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(str(tmp_path / "ledger.db"))
