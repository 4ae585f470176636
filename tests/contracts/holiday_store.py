# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of the holiday stores. A module that imports these tests defines the fixture ``store``."""

from __future__ import annotations

from datetime import date

from ansible_collections.decnet.realism.plugins.plugin_utils.personas.holiday_calendar import HolidayStore

UNITY_DAY, NEW_YEAR = date(2026, 10, 3), date(2026, 1, 1)


def test_a_year_that_was_never_stored_is_none(store: HolidayStore) -> None:
    store.put_holidays("DE", 2026, [UNITY_DAY])
    assert store.get_holidays("DE", 2027) is None and store.get_holidays("FR", 2026) is None


def test_a_year_is_returned_as_it_was_stored(store: HolidayStore) -> None:
    store.put_holidays("DE", 2026, [NEW_YEAR, UNITY_DAY])
    assert store.get_holidays("DE", 2026) == (NEW_YEAR, UNITY_DAY)


def test_a_stored_year_never_changes(store: HolidayStore) -> None:
    store.put_holidays("DE", 2026, [UNITY_DAY])
    store.put_holidays("DE", 2026, [NEW_YEAR])
    assert store.get_holidays("DE", 2026) == (UNITY_DAY,)


def test_a_year_without_holidays_is_stored(store: HolidayStore) -> None:
    store.put_holidays("XX", 2026, [])
    store.put_holidays("XX", 2026, [NEW_YEAR])
    assert store.get_holidays("XX", 2026) == ()
