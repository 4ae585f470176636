# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger's public holidays: a year of a country stays as it was when it was first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from . import schema
from .database import Database
from .schema import sa


class HolidayRepository(Database):
    """The holiday store of the calendar in plugin_utils/personas. Each method is a transaction, or a part of the open one."""

    def get_holidays(self, country: str, year: int) -> tuple[date, ...] | None:
        """The kept days, in order. None for a year that was never put."""
        holidays = schema.Holidays
        query = sa.select(holidays.days).where(holidays.country == country, holidays.year == year)
        with self._transaction() as connection:
            days = connection.execute(query).scalar()
        return None if days is None else tuple(date.fromisoformat(day) for day in days)

    def put_holidays(self, country: str, year: int, days: Sequence[date]) -> None:
        """Keeps the days of a year. A year that is kept is not changed."""
        row = {"country": country, "year": year, "days": [day.isoformat() for day in days]}
        with self._transaction() as connection:
            connection.execute(self.backend.insert(schema.Holidays).values(**row).on_conflict_do_nothing())
