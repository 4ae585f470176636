# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every store of public holidays promises. A module that imports these tests gives them a fixture ``store``."""

from __future__ import annotations

from datetime import date

from ansible_collections.decnet.realism.plugins.plugin_utils.personas.holiday_calendar import HolidayStore

UNITY_DAY, NEW_YEAR = date(2026, 10, 3), date(2026, 1, 1)


def test_a_year_that_was_never_put_is_not_known(store: HolidayStore) -> None:
    store.put_holidays("DE", 2026, [UNITY_DAY])
    assert store.get_holidays("DE", 2027) is None and store.get_holidays("FR", 2026) is None


def test_a_year_is_given_back_as_it_was_put(store: HolidayStore) -> None:
    store.put_holidays("DE", 2026, [NEW_YEAR, UNITY_DAY])
    assert store.get_holidays("DE", 2026) == (NEW_YEAR, UNITY_DAY)


def test_a_year_that_is_kept_is_never_changed(store: HolidayStore) -> None:
    store.put_holidays("DE", 2026, [UNITY_DAY])
    store.put_holidays("DE", 2026, [NEW_YEAR])
    assert store.get_holidays("DE", 2026) == (UNITY_DAY,)


def test_a_year_without_holidays_is_kept_too(store: HolidayStore) -> None:
    store.put_holidays("XX", 2026, [])
    store.put_holidays("XX", 2026, [NEW_YEAR])
    assert store.get_holidays("XX", 2026) == ()
