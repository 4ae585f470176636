# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An in-memory store of public holidays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


class MemoryHolidays:
    """A holiday store. ``kept`` holds the stored days."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, int], tuple[date, ...]] = {}

    def get_holidays(self, country: str, year: int) -> tuple[date, ...] | None:
        return self.kept.get((country, year))

    def put_holidays(self, country: str, year: int, days: Sequence[date]) -> None:
        self.kept.setdefault((country, year), tuple(days))
