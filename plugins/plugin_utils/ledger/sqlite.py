# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The SQLite backend: one file with mode 0600 that many processes share.

With WAL, a busy timeout and BEGIN IMMEDIATE, fifty processes write at once without a lost row.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from .backend import LedgerBackend
from .errors import LedgerError

try:
    import sqlalchemy as sa
    from sqlalchemy.dialects.sqlite import insert
except ImportError:
    sa = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.dialects.sqlite import Insert

BUSY_SECONDS = 30.0
_MAGIC = b"SQLite format 3\0"


class SQLiteBackend(LedgerBackend):
    """The backend of paths, and of URLs of the form ``sqlite:///path``."""

    scheme = "sqlite"
    advice = "check the disk and permissions"

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self._path = os.path.abspath(
            os.path.expanduser(
                location.removeprefix("sqlite://").removeprefix("/") if location.startswith("sqlite://") else location
            )
        )

    @property
    def shown(self) -> str:
        return self._path

    @property
    def folder(self) -> str:
        return os.path.dirname(self._path)

    def exists(self) -> bool:
        return os.path.exists(self._path)

    def prepare(self) -> None:
        """Creates the file (0600) and its directories (0700) if they are missing.

        Raises LedgerError if the path is no regular file, no SQLite database, or not writable.
        """
        path = self._path
        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            with open(handle, "rb") as stream:
                head = stream.read(len(_MAGIC))
        except IsADirectoryError:
            raise LedgerError(f"the ledger {path} is a directory; set decoy_ledger to a file in it") from None
        except OSError as problem:
            raise LedgerError(
                f"the ledger {path} cannot be opened ({problem.strerror}); correct decoy_ledger or its permissions"
            ) from None
        if head and head != _MAGIC:
            raise LedgerError(f"{path} is not a ledger but another file; set decoy_ledger to another path")
        if head:
            _refuse_foreign(path)

    def engine(self) -> Engine:
        """An engine with one connection per use. Its transactions begin with BEGIN IMMEDIATE."""
        made = sa.create_engine(
            f"sqlite+pysqlite:///{self._path}",
            poolclass=sa.pool.NullPool,
            connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
        )

        @sa.event.listens_for(made, "connect")
        def _tune(connection: sqlite3.Connection, _record: Any) -> None:
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA foreign_keys=ON")

        @sa.event.listens_for(made, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        return made

    def connect(self, engine: Engine) -> Connection:
        return engine.connect()

    def lock_tables(self, connection: Connection) -> None:
        """Does nothing: BEGIN IMMEDIATE locks the whole file."""

    def set_aside(self, version: int) -> None:
        """Copies the file beside itself, under the lock of the open transaction: the copy is what is upgraded."""
        path = self._path
        copy = f"{path}.v{version}-{datetime.now(timezone.utc).strftime('%Y%m%d%H%M%S')}"
        try:
            os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
            with (
                contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as old,
                contextlib.closing(sqlite3.connect(copy)) as new,
            ):
                old.backup(new)
        except (OSError, sqlite3.Error) as problem:
            with contextlib.suppress(OSError):
                os.unlink(copy)
            raise LedgerError(
                f"the ledger {path} cannot be copied to {copy} before its upgrade ({problem}); free space there"
            ) from None

    def insert(self, table: type[Any]) -> Insert:
        return insert(table)

    def now(self, connection: Connection) -> int:
        return time.time_ns() // 1000

    def size(self, connection: Connection) -> int:
        return sum(os.path.getsize(path) for path in (self._path, f"{self._path}-wal") if os.path.exists(path))

    def continue_serial(self, connection: Connection, table: str, column: str) -> None:
        """Does nothing: SQLite continues from the highest number."""


def _refuse_foreign(path: str) -> None:
    """Raises LedgerError for a database that is no ledger. Opens it read-only, which leaves no journal behind."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=BUSY_SECONDS)) as connection:
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as problem:
        raise LedgerError(
            f"the ledger {path} cannot be read ({problem}); restore it, or set decoy_ledger to another path"
        ) from None
    if names and not {"meta", "synthetic_files"} <= names:
        raise LedgerError(f"{path} is a SQLite database but not a ledger; set decoy_ledger to another path")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switches to write-ahead logging.

    SQLite refuses the switch at once while another connection is about to write, whatever the timeout. So several
    processes that open a new ledger at once would refuse each other. This function retries for :data:`BUSY_SECONDS`.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
