# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What only a PostgreSQL ledger needs: its driver, a server that may be restarting, and a password that nobody is shown."""

from __future__ import annotations

import importlib.util
import time
from typing import Any

from .errors import LedgerError

try:
    import sqlalchemy as sa
except ImportError:
    sa = None  # type: ignore[assignment]

#: SQLAlchemy imports the driver itself; here it is only asked for, so that its absence is told in a sentence.
IMPORT_ERROR = None if importlib.util.find_spec("psycopg") else "No module named 'psycopg'"

#: For how long a server that does not answer is waited for, as one that restarts is back within seconds.
PATIENCE_SECONDS = 20.0
_CONNECT_SECONDS = 5
#: What one controller of a fleet holds while it makes or changes the tables; the number is arbitrary, and the same everywhere.
_TABLES_LOCK = 0x0DEC0DE


def engine(location: str) -> Any:
    """An engine with one connection for a process, asked whether it still lives before each use. Raises LedgerError."""
    if IMPORT_ERROR:
        raise LedgerError(
            f"a ledger in PostgreSQL needs the Python package psycopg on the controller ({IMPORT_ERROR}); install psycopg[binary] there"
        )
    try:
        url = sa.make_url(location).set(drivername="postgresql+psycopg")
    except (sa.exc.ArgumentError, ValueError):
        raise LedgerError(
            f"the ledger {shown(location)} is no URL; write it as postgresql://user:password@host/database"
        ) from None
    settings = {"connect_timeout": _CONNECT_SECONDS, "application_name": "decnet.realism"}
    # A tick is a dozen transactions; a new connection for each would cost more than what is done in it.
    return sa.create_engine(url, pool_size=1, max_overflow=2, pool_pre_ping=True, connect_args=settings)


def connected(made: Any, shown_as: str) -> Any:
    """A connection; a server that is not there is waited for. Raises LedgerError with the server's own reason."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return made.connect()
        except sa.exc.OperationalError as problem:
            reason = " ".join(str(problem.orig).split())
            # A wrong password or name does not get better by waiting; nothing that listens, or a server that starts up, does.
            hopeless = any(
                word in reason for word in ("authentication failed", "does not exist", "no password", "pg_hba.conf")
            )
            if hopeless or time.monotonic() > deadline:
                reason = without_password(reason, made.url.render_as_string(hide_password=False))
                raise LedgerError(
                    f"the ledger {shown_as} cannot be reached ({reason[-200:]}); check the server, or correct decoy_ledger"
                ) from None
            time.sleep(0.5)


def alone(connection: Any) -> None:
    """Wait until no other controller makes or changes tables, until the end of the transaction."""
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(:number)"), {"number": _TABLES_LOCK})


def shown(location: str) -> str:
    """The location without its password."""
    scheme, _separator, rest = location.partition("://")
    user, at, host = rest.rpartition("@")
    return f"{scheme}://{user.partition(':')[0]}{at}{host.partition('?')[0]}"


def without_password(text: str, location: str) -> str:
    """A server's words, in which the password does not stand."""
    user = location.partition("://")[2].rpartition("@")[0]
    password = user.partition(":")[2]
    return text.replace(password, "***") if password else text
