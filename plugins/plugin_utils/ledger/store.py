# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger: all repositories over one database."""

from __future__ import annotations

from .backend import backend_for
from .breakers import BreakerRepository
from .cache import CacheRepository
from .events import EventRepository
from .facts import FactsRepository
from .holidays import HolidayRepository
from .leases import LeaseRepository
from .statistics import StatisticsRepository


class Ledger(
    EventRepository,
    FactsRepository,
    HolidayRepository,
    LeaseRepository,
    BreakerRepository,
    CacheRepository,
    StatisticsRepository,
):
    """The ledger of a fleet. Use it as a context manager, or call :meth:`close`."""


def open_ledger(location: str, *, seed: str | None = None) -> Ledger:
    """Opens the ledger at a path or URL. Creates a missing one with this seed of the fleet. Raises LedgerError."""
    return Ledger(location, seed)


def ledger_exists(location: str) -> bool:
    """Whether there is a ledger at a path or URL. True if only opening it can show that. Raises LedgerError."""
    return backend_for(location).exists()


def ledger_folder(location: str) -> str:
    """The folder on the controller for files that belong to a ledger. Raises LedgerError."""
    return backend_for(location).folder
