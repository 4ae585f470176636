# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger: what the controller remembers of a fleet, in a SQLite file or a PostgreSQL database."""

from __future__ import annotations

from .cache_repository import CacheRepository
from .database import Database
from .event_repository import EventRepository
from .file_repository import FileRepository
from .outbox import OutboxRepository
from .state_repository import StateRepository
from .statistics import StatisticsRepository


class Ledger(
    FileRepository, EventRepository, StateRepository, OutboxRepository, CacheRepository, StatisticsRepository, Database
):
    """All of it. Use as a context manager, or call :meth:`close`."""


def open_ledger(location: str, *, seed: str | None = None) -> Ledger:
    """Open, or make, the ledger at a path, ``sqlite:///path`` or ``postgresql://user:password@host/database``. Raises LedgerError."""
    return Ledger(location, seed)
