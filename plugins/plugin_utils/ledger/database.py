# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection of a ledger: which database it is, its tables' version, and one transaction at a time.

A connection never crosses a fork: the engine belongs to the process that made it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from typing import Any

from . import postgresql, sqlite
from .errors import LedgerError
from .schema import IMPORT_ERROR, SCHEMA_VERSION, sa, tables


class Database:
    """One ledger's database. ``location`` is a path, ``sqlite:///path`` or ``postgresql://...``. Raises LedgerError."""

    def __init__(self, location: str, seed: str | None = None) -> None:
        if IMPORT_ERROR:
            raise LedgerError(
                f"the ledger needs the Python package SQLAlchemy on the controller ({IMPORT_ERROR}); install it there"
            )
        scheme, separator, rest = location.partition("://")
        if separator and scheme not in ("sqlite", "postgresql"):
            way_out = "set decoy_ledger to a path or to postgresql://user:password@host/database"
            raise LedgerError(f"the ledger {scheme[:20]}://... is of an unknown kind; {way_out}")
        self.is_shared = scheme == "postgresql" and bool(separator)
        #: Where it is, as it may be shown: never with a password.
        self.path = (
            postgresql.shown(location)
            if self.is_shared
            else os.path.abspath(os.path.expanduser(rest.removeprefix("/") if separator else location))
        )
        #: As it was given, password and all: to open it again, not to be shown.
        self.location = location
        self._engine: Any = None
        self._pid = 0
        if not self.is_shared:
            sqlite.prepare(self.path)
        with self._transaction() as connection:
            self.fleet_seed = self._prepared(connection, seed)

    def _prepared(self, connection: Any, seed: str | None) -> str:
        """Make the tables of a new ledger, bring those of an older one up to date; the fleet's seed."""
        meta = tables().meta
        if not sa.inspect(connection).has_table("meta"):
            if self.is_shared:
                postgresql.alone(connection)
            tables().metadata.create_all(connection)
        known = dict(connection.execute(sa.select(meta.c.key, meta.c.value)).tuples().all())
        version = known.get("schema_version")
        if version is None:
            seed = seed or secrets.token_hex(16)
            rows = [{"key": "schema_version", "value": str(SCHEMA_VERSION)}, {"key": "fleet_seed", "value": seed}]
            connection.execute(sa.insert(meta), rows)
            return seed
        if not version.isdigit() or int(version) > SCHEMA_VERSION:
            known_here = f"this collection knows {SCHEMA_VERSION}; upgrade decnet.realism on this controller"
            raise LedgerError(f"the ledger {self.path} has schema version {version[:20]}, {known_here}")
        if int(version) < SCHEMA_VERSION:
            self._upgrade(connection, int(version))
        return str(known["fleet_seed"])

    def _upgrade(self, connection: Any, version: int) -> None:
        from . import migrations

        if self.is_shared:
            postgresql.alone(connection)
            version = int(
                connection.execute(
                    sa.select(tables().meta.c.value).where(tables().meta.c.key == "schema_version")
                ).scalar_one()
            )
        else:
            # The lock of this transaction is held, so what is copied is what is upgraded.
            sqlite.set_aside(self.path, version)
        migrations.upgrade(connection, version, self.path)

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connection."""
        if self._engine is not None and self._pid == os.getpid():
            self._engine.dispose()
        self._engine = None

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[Any]:
        if self._engine is None or self._pid != os.getpid():
            self._engine = postgresql.engine(self.location) if self.is_shared else sqlite.engine(self.path)
            self._pid = os.getpid()
        try:
            with self._begun() as connection:
                yield connection
        except sa.exc.SQLAlchemyError as problem:
            raise LedgerError(
                f"the ledger {self.path} refused ({self._cause(problem)}); nothing of this step was kept, {self._way_out()}"
            ) from None

    @contextlib.contextmanager
    def _begun(self) -> Iterator[Any]:
        connection = postgresql.connected(self._engine, self.path) if self.is_shared else self._engine.connect()
        with connection, connection.begin():
            yield connection

    def _cause(self, problem: Exception) -> str:
        text = " ".join(str(getattr(problem, "orig", None) or problem).split())
        return postgresql.without_password(text, self.location)[:160] if self.is_shared else text[:160]

    def _way_out(self) -> str:
        return "check the database server" if self.is_shared else "check the disk and permissions"
