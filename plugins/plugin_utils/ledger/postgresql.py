# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The PostgreSQL backend. It waits for a server that restarts, and never shows the password."""

from __future__ import annotations

import importlib.util
import os
import time
from typing import TYPE_CHECKING, Any

from .backend import LedgerBackend
from .errors import LedgerError

try:
    import sqlalchemy as sa
    from sqlalchemy.dialects.postgresql import insert
except ImportError:
    sa = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.dialects.postgresql import Insert

#: SQLAlchemy imports the driver. This check reports a missing driver in one sentence.
IMPORT_ERROR = None if importlib.util.find_spec("psycopg") else "No module named 'psycopg'"

#: The seconds that a connection waits for a server. A server that restarts is back within seconds.
PATIENCE_SECONDS = 20.0
_CONNECT_SECONDS = 5
#: The advisory lock on creating and changing tables. The number is arbitrary and the same on all controllers.
_TABLES_LOCK = 0x0DEC0DE
#: The server messages for which waiting does not help, unlike a server that starts or a port without a listener.
_PERMANENT_ERRORS = ("authentication failed", "does not exist", "no password", "pg_hba.conf")


class PostgreSQLBackend(LedgerBackend):
    """The backend of URLs of the form ``postgresql://user:password@host/database``."""

    scheme = "postgresql"
    advice = "check the database server"

    @property
    def shown(self) -> str:
        rest = self.location.partition("://")[2]
        user, at, host = rest.rpartition("@")
        return f"{self.scheme}://{user.partition(':')[0]}{at}{host.partition('?')[0]}"

    @property
    def folder(self) -> str:
        return os.path.expanduser("~/.decnet")

    def exists(self) -> bool:
        """True: only a connection can show whether there is a ledger."""
        return True

    def prepare(self) -> None:
        """Does nothing: the administrator creates the database."""

    def engine(self) -> Engine:
        """An engine that keeps one connection and tests it before each use. Raises LedgerError."""
        if IMPORT_ERROR:
            raise LedgerError(
                f"the ledger {self.shown} needs the Python package psycopg on the controller ({IMPORT_ERROR}); install "
                "psycopg[binary] there"
            )
        try:
            url = sa.make_url(self.location).set(drivername="postgresql+psycopg")
        except (sa.exc.ArgumentError, ValueError):
            raise LedgerError(
                f"the ledger {self.shown} is not a valid URL; write it as postgresql://user:password@host/database"
            ) from None
        settings = {"connect_timeout": _CONNECT_SECONDS, "application_name": "decnet.realism"}
        # A tick is a dozen transactions. A new connection for each would cost more than its statements.
        return sa.create_engine(url, pool_size=1, max_overflow=2, pool_pre_ping=True, connect_args=settings)

    def connect(self, engine: Engine) -> Connection:
        """A connection of the engine. Waits for a server that does not respond. Raises LedgerError with its reason."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return engine.connect()
            except sa.exc.OperationalError as problem:
                reason = " ".join(str(problem.orig).split())
                if any(words in reason for words in _PERMANENT_ERRORS) or time.monotonic() > deadline:
                    raise LedgerError(
                        f"the ledger {self.shown} cannot be reached ({self.cause(reason)[-200:]}); check the server, "
                        "or correct decoy_ledger"
                    ) from None
                time.sleep(0.5)

    def lock_tables(self, connection: Connection) -> None:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:number)"), {"number": _TABLES_LOCK})

    def set_aside(self, version: int) -> None:
        """Does nothing: the administrator makes backups, and a failed upgrade is rolled back."""

    def insert(self, table: type[Any]) -> Insert:
        return insert(table)

    def now(self, connection: Connection) -> int:
        query = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
        return int(connection.execute(sa.text(query)).scalar_one())

    def size(self, connection: Connection) -> int:
        return int(connection.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one())

    def continue_serial(self, connection: Connection, table: str, column: str) -> None:
        """Sets the sequence of the column, which PostgreSQL keeps apart from the rows."""
        numbers = sa.select(
            sa.func.setval(
                sa.func.pg_get_serial_sequence(table, column),
                sa.func.coalesce(sa.func.max(sa.literal_column(column)), 1),
                sa.func.max(sa.literal_column(column)).is_not(None),
            )
        ).select_from(sa.table(table))
        connection.execute(numbers)

    def cause(self, text: str) -> str:
        user = self.location.partition("://")[2].rpartition("@")[0]
        password = user.partition(":")[2]
        return text.replace(password, "***") if password else text
