# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The public holidays of each persona's country, frozen year by year when they are first asked for.

The library ``holidays`` computes them. Its next release may correct a past year; days that a persona has lived stay as
they were.
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


#: ``catch_up`` goes back 31 days, and a day's activity times may begin two days before; an answer may take weeks.
_REACHES = (timedelta(days=-34), timedelta(), timedelta(days=34))


class HolidayStore(Protocol):
    """Where the days of a country's year are kept for good. A year that is kept is not changed by putting it again."""

    def get_holidays(self, country: str, year: int) -> tuple[date, ...] | None:
        """The kept days, in order; None for a year that was never put."""

    def put_holidays(self, country: str, year: int, days: Sequence[date]) -> None:
        """Keeps the days of a year."""


class HolidayCalendar:
    """Public holidays by country and year, from a store where it has them.

    ``keeps`` says whether a new year is stored.
    """

    def __init__(self, store: HolidayStore, keeps: bool = True) -> None:
        self._store, self._keeps = store, keeps

    def days(self, country: str, year: int) -> tuple[date, ...]:
        """The country's public holidays of the year.

        Raises RealismError where they are not kept and the library is missing.
        """
        kept = self._store.get_holidays(country, year)
        if kept is None and not self._keeps:
            return public_holidays(country, year)
        if kept is None:
            self._store.put_holidays(country, year, public_holidays(country, year))
            # Read back, as another controller may have kept the year first.
            kept = self._store.get_holidays(country, year)
        return kept or ()


def public_holidays(country: str, year: int) -> tuple[date, ...]:
    """The nationwide public holidays of an ISO 3166 alpha-2 country, in order.

    They include the days on which holidays are observed.

    Half days of offices, such as 24 December in Germany, are no public holidays. None for a country that the library
    does not know. Raises RealismError where the library is missing.
    """
    if MISSING:
        raise RealismError(f"public holidays come from the Python package {MISSING}; install it on the controller")
    try:
        found = country_holidays(country, years=year)
    except NotImplementedError:
        return ()
    return tuple(sorted(day for day in found if day.year == year))


def years_around(now: datetime) -> tuple[int, ...]:
    """The years that a run at ``now`` may ask for.

    They reach as far back as ``catch_up`` may, and as far ahead as replies do.
    """
    return tuple(sorted({(now + reach).year for reach in _REACHES}))


def with_holidays(personas: Iterable[Persona], years: Iterable[int], calendar: HolidayCalendar) -> tuple[Persona, ...]:
    """The personas, each with the public holidays of its country in the ``years``.

    A persona whose country is not known has none.
    """
    wanted = sorted(set(years))
    days: dict[str, frozenset[date]] = {}
    found = []
    for persona in personas:
        country = country_of(persona)
        if country and country not in days:
            days[country] = frozenset(day for year in wanted for day in calendar.days(country, year))
        found.append(replace(persona, holidays=days[country] if country else frozenset()))
    return tuple(found)
