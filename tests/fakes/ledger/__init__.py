# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An in-memory ledger with the behaviour of the real one."""

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
    """The in-memory ledger, with every public method. ``clock`` is the clock of the leases.

    It opens no database. A method that needs one and is not overridden raises NotImplementedError.
    """

    def __init__(self, seed: str = "s", clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc)) -> None:
        self.store = Storage(clock=clock)
        self.publishers = ()
        self.path = self.location = "memory"
        self.kept = {}
        self.fleet_seed = seed

    def close(self) -> None:
        """Does nothing: a test reads the rows afterwards."""

    def _transaction(self) -> object:  # type: ignore[override]  # there is no connection to return
        raise NotImplementedError("the in-memory ledger has no database; implement the method that needs one")
