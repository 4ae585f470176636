# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ledger answers about clocks, facts, leases and language models. Every method is one transaction."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import TICK_CLOCK

from . import breakers, clocks, leases
from .database import Database
from .schema import from_stored, sa, tables, to_stored


class StateRepository(Database):
    """Clocks, facts, leases, breakers."""

    def clocks(self, decky: str) -> dict[str, datetime]:
        """Up to which moments the decky is brought, by the name of the clock (tick, logs, mail)."""
        with self._transaction() as connection:
            return clocks.read(connection, decky)

    def set_clocks(self, decky: str, moments: Mapping[str, datetime]) -> None:
        """Advances clocks of a decky."""
        with self._transaction() as connection:
            clocks.advance(connection, decky, moments)

    def last_ticks(self) -> dict[str, datetime]:
        """Up to which moment each decky is aged."""
        table = tables().clocks
        with self._transaction() as connection:
            rows = connection.execute(sa.select(table.c.decky, table.c.moment).where(table.c.name == TICK_CLOCK)).all()
        return {row.decky: from_stored(row.moment) for row in rows}

    def size(self) -> int:
        """How many bytes the ledger takes."""
        if not self.is_shared:
            return sum(os.path.getsize(path) for path in (self.path, f"{self.path}-wal") if os.path.exists(path))
        with self._transaction() as connection:
            return int(connection.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one())

    # Leases

    def acquire_lease(self, name: str, holder: str, seconds: float) -> bool:
        """Have ``name`` (a decky) to oneself for so long; False where somebody else has it."""
        with self._transaction() as connection:
            return leases.acquire(connection, name, holder, seconds)

    def release_lease(self, name: str, holder: str) -> None:
        """Give it back."""
        with self._transaction() as connection:
            leases.release(connection, name, holder)

    def renew_lease(self, name: str, holder: str, seconds: float) -> bool:
        """Has the lease run for ``seconds`` from now; False where another holder has taken it."""
        return self.acquire_lease(name, holder, seconds)

    @contextlib.contextmanager
    def lease(self, name: str, holder: str, seconds: float) -> Iterator[bool]:
        """Hold it for a while; yields whether it was to be had. A holder that dies loses it when the time is over."""
        mine = self.acquire_lease(name, holder, seconds)
        try:
            yield mine
        finally:
            if mine:
                self.release_lease(name, holder)

    # Language models

    def get_breaker(self, name: str) -> breakers.Breaker:
        """How a backend has done lately."""
        with self._transaction() as connection:
            return breakers.get(connection, name)

    def may_call(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> bool:
        """Whether a backend may be asked; after a pause, one caller may try."""
        with self._transaction() as connection:
            return breakers.may_call(connection, name, now, threshold, cooldown)

    def note_failure(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> None:
        """Count a failure of a backend."""
        with self._transaction() as connection:
            breakers.note_failure(connection, name, now, threshold, cooldown)

    def note_success(self, name: str, now: datetime) -> None:
        """Forget the failures of a backend."""
        with self._transaction() as connection:
            breakers.note_success(connection, name, now)

    # Facts

    def get_facts(self, decky: str, max_age: timedelta, now: datetime) -> Mapping[str, Any] | None:
        """The decky's facts, unless they are older than ``max_age``."""
        facts = tables().facts
        with self._transaction() as connection:
            row = connection.execute(sa.select(facts).where(facts.c.decky == decky)).first()
        fresh = row is not None and abs(now - from_stored(row.gathered_at)) <= max_age
        return row.data if row is not None and fresh else None

    def put_facts(self, decky: str, data: Mapping[str, Any], now: datetime) -> None:
        """Keep the decky's facts."""
        facts = tables().facts
        with self._transaction() as connection:
            connection.execute(sa.delete(facts).where(facts.c.decky == decky))
            connection.execute(sa.insert(facts).values(decky=decky, gathered_at=to_stored(now), data=dict(data)))
