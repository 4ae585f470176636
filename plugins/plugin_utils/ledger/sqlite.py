# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What only a SQLite ledger needs: its file, who may read it, and how many processes share it.

WAL, a busy timeout and BEGIN IMMEDIATE let fifty forks write at once without one lost row.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from datetime import datetime, timezone
from typing import Any

from .errors import LedgerError

try:
    import sqlalchemy as sa
except ImportError:
    sa = None  # type: ignore[assignment]

BUSY_SECONDS = 30.0
_MAGIC = b"SQLite format 3\0"


def prepare(path: str) -> bool:
    """Make the file (0600) and its directories (0700) where they are missing; True where the ledger is new.

    Raises LedgerError for what is no regular file, no SQLite database, or not ours to write.
    """
    try:
        os.makedirs(os.path.dirname(path) or ".", mode=0o700, exist_ok=True)
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
        raise LedgerError(f"{path} is not a ledger but some other file; set decoy_ledger to another path")
    if not head:
        return True
    # Looked at read-only: a database of somebody else's is not to be touched, not even by a journal.
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=BUSY_SECONDS) as connection:
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as problem:
        raise LedgerError(
            f"the ledger {path} cannot be read ({problem}); restore it, or set decoy_ledger to another path"
        ) from None
    if names and not {"meta", "synthetic_files"} <= names:
        raise LedgerError(f"{path} is a SQLite database but not a ledger; set decoy_ledger to another path")
    return not names


def set_aside(path: str, version: int) -> str:
    """Copy a ledger beside itself before it is upgraded; where the copy is. Raises LedgerError."""
    stamp = datetime.now(timezone.utc).strftime("%Y%m%d%H%M%S")
    copy = f"{path}.v{version}-{stamp}"
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
            f"the ledger {path} is to be upgraded and cannot be copied to {copy} first ({problem}); make room there"
        ) from None
    return copy


def _write_ahead(connection: Any) -> None:
    """Switch to write-ahead logging.

    SQLite refuses this at once where another connection is about to write, whatever the timeout: several that open a new ledger together
    would refuse each other.
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


def engine(path: str) -> Any:
    """An engine with one connection per use, transactions begun IMMEDIATE."""
    made = sa.create_engine(
        f"sqlite+pysqlite:///{path}",
        poolclass=sa.pool.NullPool,
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
    )

    @sa.event.listens_for(made, "connect")
    def _tune(connection: Any, _record: Any) -> None:
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")

    @sa.event.listens_for(made, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made
