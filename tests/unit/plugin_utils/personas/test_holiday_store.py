# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger and the fake store of holidays keep the same contract."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.holiday_calendar import HolidayStore
from contracts import holiday_store as holiday_store_contract
from contracts.collection import contract_tests
from fakes.holiday_store import MemoryHolidays

globals().update(contract_tests(holiday_store_contract))


@pytest.fixture(params=["memory", "ledger"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> HolidayStore:
    return MemoryHolidays() if request.param == "memory" else open_ledger(str(tmp_path / "ledger.db"))
