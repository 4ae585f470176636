# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The public holidays of each persona's country, stored year by year at their first use.

The library ``holidays`` computes them. A later release may correct a past year; stored years do not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Protocol

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona

from .countries import country_of

try:
    from holidays import country_holidays
except ImportError:
    MISSING: str | None = "holidays"
else:
    MISSING = None


#: The days around a run. ``catch_up`` reaches back 31 days, activity times of a day may begin two days before it, and
#: replies may take weeks.
_REACHES = (timedelta(days=-34), timedelta(), timedelta(days=34))


class HolidayStore(Protocol):
    """The permanent store of public holidays. Putting a stored year again does not change it."""

    def get_holidays(self, country: str, year: int) -> tuple[date, ...] | None:
        """The stored days, in order; None for a year that is not stored."""
        ...

    def put_holidays(self, country: str, year: int, days: Sequence[date]) -> None:
        """Stores the days of a year."""
        ...


class HolidayCalendar:
    """Public holidays by country and year, from a store. With ``keeps``, new years are stored."""

    def __init__(self, store: HolidayStore, keeps: bool = True) -> None:
        self._store, self._keeps = store, keeps

    def days(self, country: str, year: int) -> tuple[date, ...]:
        """The public holidays of a country in a year.

        Raises RealismError where the year is not stored and the library is missing.
        """
        stored = self._store.get_holidays(country, year)
        if stored is None and not self._keeps:
            return public_holidays(country, year)
        if stored is None:
            self._store.put_holidays(country, year, public_holidays(country, year))
            # Another controller may have stored the year first.
            stored = self._store.get_holidays(country, year)
        return stored or ()


def public_holidays(country: str, year: int) -> tuple[date, ...]:
    """The nationwide public holidays of an ISO 3166 alpha-2 country, in order.

    They include observed holidays, but no half days such as 24 December in Germany. Empty for a country that the
    library does not support. Raises RealismError where the library is missing.
    """
    if MISSING:
        raise RealismError(f"public holidays need the Python package {MISSING}; install it on the controller")
    try:
        result = country_holidays(country, years=year)
    except NotImplementedError:
        return ()
    return tuple(sorted(day for day in result if day.year == year))


def years_around(now: datetime) -> tuple[int, ...]:
    """The years of the public holidays that a run at ``now`` may need, from ``catch_up`` to the latest reply."""
    return tuple(sorted({(now + reach).year for reach in _REACHES}))


def with_holidays(personas: Iterable[Persona], years: Iterable[int], calendar: HolidayCalendar) -> tuple[Persona, ...]:
    """The personas, each with the public holidays of its country in ``years``; none without a country."""
    wanted = sorted(set(years))
    days: dict[str, frozenset[date]] = {}
    result = []
    for persona in personas:
        country = country_of(persona)
        if country and country not in days:
            days[country] = frozenset(day for year in wanted for day in calendar.days(country, year))
        result.append(replace(persona, holidays=days[country] if country else frozenset()))
    return tuple(result)
