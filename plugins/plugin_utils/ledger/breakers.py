# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The circuit breakers of language models. They outlive a tick, and their times are real times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from . import schema
from .database import Database
from .schema import sa


@dataclass(frozen=True)
class Breaker:
    """The breaker of one backend. ``open_until`` is None while the backend may be called."""

    name: str
    failures: int
    open_until: datetime | None


class BreakerRepository(Database):
    """Breakers by the name of the backend. Each method is a transaction, or a part of the open one."""

    def get_breaker(self, name: str) -> Breaker:
        """The breaker of a backend. One that never failed is closed."""
        breakers = schema.Breakers
        query = sa.select(breakers).where(breakers.name == name)
        with self._transaction() as connection:
            row = connection.execute(query).mappings().first()
        return Breaker(name, 0, None) if row is None else Breaker(**row)

    def may_call(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> bool:
        """Whether a backend may be called. After the cooldown of a failing backend, a single caller may try it."""
        with self._transaction():
            known = self.get_breaker(name)
            if known.failures < threshold:
                return True
            if known.open_until is not None and known.open_until > now:
                return False
            self._put_breaker(Breaker(name, known.failures, now + cooldown))
            return True

    def note_failure(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> None:
        """Counts a failure of a backend. The failure that reaches ``threshold`` opens the breaker."""
        with self._transaction():
            failures = self.get_breaker(name).failures + 1
            self._put_breaker(Breaker(name, failures, now + cooldown if failures >= threshold else None))

    def note_success(self, name: str, now: datetime) -> None:
        """Resets the count of failures of a backend."""
        with self._transaction():
            if self.get_breaker(name).failures:
                self._put_breaker(Breaker(name, 0, None))

    def _put_breaker(self, breaker: Breaker) -> None:
        values = {"failures": breaker.failures, "open_until": breaker.open_until}
        upsert = (
            self.backend.insert(schema.Breakers)
            .values(name=breaker.name, **values)
            .on_conflict_do_update(index_elements=["name"], set_=values)
        )
        with self._transaction() as connection:
            connection.execute(upsert)
