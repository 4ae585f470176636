# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of a ledger backend, and the choice of one by the scheme of the ledger's location.

Every file of this package that declares a backend with a ``scheme`` registers it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from ..registry import implementations
from .errors import LedgerError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

#: The scheme of a location without one, which is a path.
PATH_SCHEME = "sqlite"


class LedgerBackend(ABC):
    """The operations that differ between databases. ``location`` is the value of the option ``ledger``."""

    #: The URL scheme that selects the backend.
    scheme: ClassVar[str]
    #: The advice of an error message about a refused statement.
    advice: ClassVar[str]

    def __init__(self, location: str) -> None:
        self.location = location

    @property
    @abstractmethod
    def shown(self) -> str:
        """The location without its password, for messages."""

    @property
    @abstractmethod
    def folder(self) -> str:
        """The folder on the controller for files that belong to the ledger."""

    @abstractmethod
    def exists(self) -> bool:
        """Whether there is a ledger to open. True if only an attempt to open it can show that."""

    @abstractmethod
    def prepare(self) -> None:
        """Creates what has to exist before the first connection. Raises LedgerError."""

    @abstractmethod
    def engine(self) -> Engine:
        """An engine for one process. Raises LedgerError."""

    @abstractmethod
    def connect(self, engine: Engine) -> Connection:
        """A connection of the engine. Raises LedgerError."""

    @abstractmethod
    def lock_tables(self, connection: Connection) -> None:
        """Waits for the lock on creating and changing tables, and holds it until the end of the transaction."""

    @abstractmethod
    def set_aside(self, version: int) -> None:
        """Copies a ledger of an older version before its upgrade, if the ledger is a file. Raises LedgerError."""

    @abstractmethod
    def insert(self, table: type[Any]) -> Any:
        """An INSERT of the dialect, with ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""

    @abstractmethod
    def now(self, connection: Connection) -> int:
        """Microseconds since the epoch, on the clock that all controllers of this ledger share."""

    @abstractmethod
    def size(self, connection: Connection) -> int:
        """The size of the ledger in bytes."""

    @abstractmethod
    def continue_serial(self, connection: Connection, table: str, column: str) -> None:
        """Advances a serial column beyond the rows that were inserted with explicit numbers."""

    def cause(self, text: str) -> str:
        """A message of the database without the password."""
        return text


@lru_cache(maxsize=1)
def backends() -> dict[str, type[LedgerBackend]]:
    """The backends by scheme."""
    return implementations(str(__package__), LedgerBackend, label="scheme")


def backend_for(location: str) -> LedgerBackend:
    """The backend of a location, which is a path or a URL. Raises LedgerError for an unknown scheme."""
    scheme, separator, _rest = location.partition("://")
    backend = backends().get(scheme if separator else PATH_SCHEME)
    if backend is None:
        ways = " or ".join(f"{known}://..." for known in backends())
        raise LedgerError(
            f"the ledger {scheme[:20]}://... has an unknown scheme; set decoy_ledger to a path, or to a URL {ways}"
        )
    return backend(location)
