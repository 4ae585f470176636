# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger and the fake store of holidays keep the same contract."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.holiday_calendar import HolidayStore
from contracts.holiday_store import *  # noqa: F403  (the contract's tests run here)
from fakes.holiday_store import MemoryHolidays


@pytest.fixture(params=["memory", "ledger"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> HolidayStore:
    return MemoryHolidays() if request.param == "memory" else open_ledger(str(tmp_path / "ledger.db"))
