# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leases: one controller at a time acts on a decky.

Their time is real time, on a clock that all controllers of the ledger share.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from . import schema
from .database import Database
from .schema import sa


class LeaseRepository(Database):
    """Leases by name, which is that of a decky or of a publisher's queue. Times are in seconds."""

    def acquire_lease(self, name: str, holder: str, seconds: float) -> bool:
        """Whether the holder has the lease for ``seconds`` from now. False while another holder has it."""
        leases = schema.Leases
        with self._transaction() as connection:
            now = self.backend.now(connection)
            insert = self.backend.insert(leases).values(name=name, holder=holder, expires_at=now + _micro(seconds))
            taken = insert.on_conflict_do_update(
                index_elements=["name"],
                set_={"holder": insert.excluded.holder, "expires_at": insert.excluded.expires_at},
                where=sa.or_(leases.holder == holder, leases.expires_at <= now),
            )
            connection.execute(taken)
            # Not every driver counts the rows of an INSERT, and SQLite returns none before version 3.35.
            return connection.execute(sa.select(leases.holder).where(leases.name == name)).scalar() == holder

    def renew_lease(self, name: str, holder: str, seconds: float) -> bool:
        """Whether the holder still has the lease, which then runs for ``seconds`` from now.

        False where another holder has taken it in between, even if that one has released it since: what was known of
        the decky is then no longer true.
        """
        leases = schema.Leases
        mine = sa.update(leases).where(leases.name == name, leases.holder == holder)
        with self._transaction() as connection:
            until = self.backend.now(connection) + _micro(seconds)
            return bool(connection.execute(mine.values(expires_at=until)).rowcount)

    def release_lease(self, name: str, holder: str) -> None:
        """Ends the lease where it is still the holder's."""
        leases = schema.Leases
        with self._transaction() as connection:
            connection.execute(sa.delete(leases).where(leases.name == name, leases.holder == holder))

    @contextlib.contextmanager
    def lease(self, name: str, holder: str, seconds: float) -> Iterator[bool]:
        """Holds a lease; yields whether it was free. A holder that dies loses it after ``seconds``."""
        mine = self.acquire_lease(name, holder, seconds)
        try:
            yield mine
        finally:
            if mine:
                self.release_lease(name, holder)


def _micro(seconds: float) -> int:
    return int(seconds * 1_000_000)
