# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of a ledger backend, and the choice of one by the scheme of the ledger's location.

Every file of this room that declares a backend with a ``scheme`` is found by being there.
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
    """What a database does in its own way. ``location`` is that of the option ``ledger``, password and all."""

    #: The URL scheme that selects it.
    scheme: ClassVar[str]
    #: What to check where the database refuses a statement.
    advice: ClassVar[str]

    def __init__(self, location: str) -> None:
        self.location = location

    @property
    @abstractmethod
    def shown(self) -> str:
        """The location as it may be shown: without a password."""

    @property
    @abstractmethod
    def folder(self) -> str:
        """The folder on the controller for files that belong to the ledger."""

    @abstractmethod
    def exists(self) -> bool:
        """Whether there is a ledger to open. True where only the attempt can tell."""

    @abstractmethod
    def prepare(self) -> None:
        """Makes what has to exist before the first connection. Raises LedgerError."""

    @abstractmethod
    def engine(self) -> Engine:
        """An engine for one process. Raises LedgerError."""

    @abstractmethod
    def connect(self, engine: Engine) -> Connection:
        """A connection of the engine. Raises LedgerError."""

    @abstractmethod
    def lock_tables(self, connection: Connection) -> None:
        """Waits until no other controller creates or changes tables, until the end of the transaction."""

    @abstractmethod
    def set_aside(self, version: int) -> None:
        """Copies a ledger of an older version before it is upgraded, where it is a file. Raises LedgerError."""

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
        """Has a serial column count on after rows that were inserted with their numbers."""

    def cause(self, text: str) -> str:
        """A database's message as it may be shown: without a password."""
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
            f"the ledger {scheme[:20]}://... is of an unknown kind; set decoy_ledger to a path, or to a URL {ways}"
        )
    return backend(location)
