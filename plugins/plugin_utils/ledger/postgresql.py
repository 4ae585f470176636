# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A ledger in a PostgreSQL database: its driver, a server that may be restarting, and a password that is never shown."""

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

#: SQLAlchemy imports the driver itself; here it is only looked for, so that its absence is reported in a sentence.
IMPORT_ERROR = None if importlib.util.find_spec("psycopg") else "No module named 'psycopg'"

#: For how long a server that does not answer is waited for, as one that restarts is back within seconds.
PATIENCE_SECONDS = 20.0
_CONNECT_SECONDS = 5
#: The advisory lock of a controller that creates or changes tables; the number is arbitrary, and the same everywhere.
_TABLES_LOCK = 0x0DEC0DE
#: What a server says that does not get better by waiting; one that starts up, or a port where nothing listens, does.
_HOPELESS = ("authentication failed", "does not exist", "no password", "pg_hba.conf")


class PostgreSQLBackend(LedgerBackend):
    """The backend of ``postgresql://user:password@host/database``."""

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
        """True: only the server can tell."""
        return True

    def prepare(self) -> None:
        """Does nothing: the database is created by its administrator."""

    def engine(self) -> Engine:
        """An engine that keeps one connection and tests it before each use. Raises LedgerError."""
        if IMPORT_ERROR:
            raise LedgerError(
                f"a ledger in PostgreSQL needs the Python package psycopg on the controller ({IMPORT_ERROR}); install psycopg[binary] there"
            )
        try:
            url = sa.make_url(self.location).set(drivername="postgresql+psycopg")
        except (sa.exc.ArgumentError, ValueError):
            raise LedgerError(
                f"the ledger {self.shown} is no URL; write it as postgresql://user:password@host/database"
            ) from None
        settings = {"connect_timeout": _CONNECT_SECONDS, "application_name": "decnet.realism"}
        # A tick is a dozen transactions; a new connection for each would cost more than what is done in it.
        return sa.create_engine(url, pool_size=1, max_overflow=2, pool_pre_ping=True, connect_args=settings)

    def connect(self, engine: Engine) -> Connection:
        """A connection; a server that is not there is waited for. Raises LedgerError with the server's own reason."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return engine.connect()
            except sa.exc.OperationalError as problem:
                reason = " ".join(str(problem.orig).split())
                if any(words in reason for words in _HOPELESS) or time.monotonic() > deadline:
                    raise LedgerError(
                        f"the ledger {self.shown} cannot be reached ({self.cause(reason)[-200:]}); check the server, or correct decoy_ledger"
                    ) from None
                time.sleep(0.5)

    def lock_tables(self, connection: Connection) -> None:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:number)"), {"number": _TABLES_LOCK})

    def set_aside(self, version: int) -> None:
        """Does nothing: backups are the administrator's, and an upgrade that fails is rolled back."""

    def insert(self, table: type[Any]) -> Insert:
        return insert(table)

    def now(self, connection: Connection) -> int:
        query = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
        return int(connection.execute(sa.text(query)).scalar_one())

    def size(self, connection: Connection) -> int:
        return int(connection.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one())

    def continue_serial(self, connection: Connection, table: str, column: str) -> None:
        """Sets the sequence of the column, which PostgreSQL counts apart from its rows."""
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
