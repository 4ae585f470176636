# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ledger answers about clocks, facts, leases and language models. Every method is one transaction."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from . import breakers, leases
from .database import Database
from .schema import from_stored, sa, tables, to_stored
from .ticks import set_last_tick


class StateRepository(Database):
    """Clocks, facts, leases, breakers."""

    def last_tick(self, decky: str) -> datetime | None:
        """Up to which moment the decky has been aged."""
        ticks = tables().ticks
        with self._transaction() as connection:
            stored = connection.execute(sa.select(ticks.c.last_tick).where(ticks.c.decky == decky)).scalar()
        return None if stored is None else from_stored(stored)

    def set_last_tick(self, decky: str, moment: datetime) -> None:
        """Remember that the decky has been aged up to ``moment``."""
        with self._transaction() as connection:
            set_last_tick(connection, decky, moment)

    def last_ticks(self) -> dict[str, datetime]:
        """Up to which moment each decky is aged; the clocks of mail and logs are not among them."""
        ticks = tables().ticks
        with self._transaction() as connection:
            rows = connection.execute(sa.select(ticks.c.decky, ticks.c.last_tick)).all()
        return {row.decky: from_stored(row.last_tick) for row in rows if ":" not in row.decky}

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
