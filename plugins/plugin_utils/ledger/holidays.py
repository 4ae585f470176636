# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The public holidays. The days of a country's year never change after they are first stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from . import schema
from .database import Database
from .schema import sa


class HolidayRepository(Database):
    """The holiday store of plugin_utils/personas. Each method is a transaction, or a part of the open one."""

    def get_holidays(self, country: str, year: int) -> tuple[date, ...] | None:
        """The stored days in order; None for a year that is not stored."""
        holidays = schema.Holidays
        query = sa.select(holidays.days).where(holidays.country == country, holidays.year == year)
        with self._transaction() as connection:
            days = connection.execute(query).scalar()
        return None if days is None else tuple(date.fromisoformat(day) for day in days)

    def put_holidays(self, country: str, year: int, days: Sequence[date]) -> None:
        """Stores the days of a year. A stored year is not changed."""
        row = {"country": country, "year": year, "days": [day.isoformat() for day in days]}
        with self._transaction() as connection:
            connection.execute(self.backend.insert(schema.Holidays).values(**row).on_conflict_do_nothing())
