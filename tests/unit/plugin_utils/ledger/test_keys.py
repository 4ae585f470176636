# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of a ledger in a SQLite file."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, open_ledger
from contracts.ledger_keys import *  # noqa: F403  (the contract's tests run here)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(str(tmp_path / "ledger.db"))
