# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A ledger that keeps everything in memory and answers as the real one does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger

from ..holiday_store import MemoryHolidays
from .cache import MemoryCache
from .events import MemoryEvents
from .files import MemoryFiles
from .outbox import MemoryOutbox
from .state import MemoryState
from .statistics import MemoryStatistics
from .storage import Storage

__all__ = ["MemoryLedger"]


class MemoryLedger(
    MemoryFiles, MemoryEvents, MemoryState, MemoryOutbox, MemoryCache, MemoryStatistics, MemoryHolidays, Ledger
):
    """Every public method of the ledger. ``clock`` is the time by which leases end.

    It is a Ledger by type only: it opens no database, and what it does not override fails.
    """

    def __init__(self, seed: str = "s", clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc)) -> None:
        self.store = Storage(clock=clock)
        self.publishers = ()
        self.path = self.location = "memory"
        self.kept = {}
        self.fleet_seed = seed

    def close(self) -> None:
        """Keeps everything: a test looks at it afterwards."""

    def _transaction(self) -> object:  # type: ignore[override]  # there is no connection to give
        raise NotImplementedError("the in-memory ledger has no database; implement the method that needs one")
