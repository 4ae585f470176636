# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The leases, by which one controller at a time acts on a decky.

Their times are real times, on a clock that all controllers of the ledger share.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from . import schema
from .database import Database
from .schema import sa


class LeaseRepository(Database):
    """Leases by name, which is the name of a decky or of a publisher's queue. Times are in seconds."""

    def acquire_lease(self, name: str, holder: str, seconds: float) -> bool:
        """Acquires the lease for ``seconds`` from now; returns False if another holder has it."""
        leases = schema.Leases
        with self._transaction() as connection:
            now = self.backend.now(connection)
            insert = self.backend.insert(leases).values(
                name=name, holder=holder, expires_at=now + _microseconds(seconds)
            )
            taken = insert.on_conflict_do_update(
                index_elements=["name"],
                set_={"holder": insert.excluded.holder, "expires_at": insert.excluded.expires_at},
                where=sa.or_(leases.holder == holder, leases.expires_at <= now),
            )
            connection.execute(taken)
            # Not every driver counts the rows of an INSERT, and SQLite returns none before version 3.35.
            return connection.execute(sa.select(leases.holder).where(leases.name == name)).scalar() == holder

    def renew_lease(self, name: str, holder: str, seconds: float) -> bool:
        """Extends the lease to ``seconds`` from now; returns whether the holder still has it.

        Returns False if another holder has had the lease in the meantime, even if it has been released since. What the
        first holder has read from the decky is then out of date.
        """
        leases = schema.Leases
        mine = sa.update(leases).where(leases.name == name, leases.holder == holder)
        with self._transaction() as connection:
            until = self.backend.now(connection) + _microseconds(seconds)
            return bool(connection.execute(mine.values(expires_at=until)).rowcount)

    def release_lease(self, name: str, holder: str) -> None:
        """Ends the lease if the holder still has it."""
        leases = schema.Leases
        with self._transaction() as connection:
            connection.execute(sa.delete(leases).where(leases.name == name, leases.holder == holder))

    @contextlib.contextmanager
    def lease(self, name: str, holder: str, seconds: float) -> Iterator[bool]:
        """Holds a lease; yields whether it was acquired. A holder that dies loses it after ``seconds``."""
        mine = self.acquire_lease(name, holder, seconds)
        try:
            yield mine
        finally:
            if mine:
                self.release_lease(name, holder)


def _microseconds(seconds: float) -> int:
    return int(seconds * 1_000_000)
