# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The database of a ledger: its transactions, and the version of its tables.

A connection never crosses a fork. Each process creates its own engine.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from . import migrations, schema
from .backend import backend_for
from .errors import LedgerError
from .schema import IMPORT_ERROR, SCHEMA_VERSION, sa

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

#: The most characters of a database's message that an error quotes.
_MAX_CAUSE = 160


class Database:
    """The database at ``location``, a path or a URL.

    ``path`` is the location without its password. Raises LedgerError.
    """

    def __init__(self, location: str, seed: str | None = None) -> None:
        if IMPORT_ERROR:
            raise LedgerError(
                f"the ledger needs the Python package SQLAlchemy on the controller ({IMPORT_ERROR}); install it there"
            )
        self.backend = backend_for(location)
        self.path = self.backend.shown
        #: The location with its password. It opens the ledger again and is never shown.
        self.location = location
        self._engine: Engine | None = None
        self._connection: Connection | None = None
        self._pid = os.getpid()
        self.backend.prepare()
        with self._transaction() as connection:
            self.fleet_seed = self._prepared(connection, seed)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections of this process."""
        if self._engine is not None and self._pid == os.getpid():
            self._engine.dispose()
        self._engine = None

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """One transaction. It is committed at the end and rolled back on an exception. Raises LedgerError.

        Within an open transaction of the same ledger, it is that transaction. So several operations are committed
        together or not at all.
        """
        if self._pid != os.getpid():
            self._engine = self._connection = None
            self._pid = os.getpid()
        if self._connection is not None:
            yield self._connection
            return
        if self._engine is None:
            self._engine = self.backend.engine()
        try:
            with self.backend.connect(self._engine) as connection, connection.begin():
                self._connection = connection
                yield connection
        except sa.exc.SQLAlchemyError as problem:
            text = " ".join(str(getattr(problem, "orig", None) or problem).split())
            raise LedgerError(
                f"the ledger {self.path} refused a statement ({self.backend.cause(text)[:_MAX_CAUSE]}) and rolled the "
                f"step back; {self.backend.advice}"
            ) from None
        finally:
            self._connection = None

    def _prepared(self, connection: Connection, seed: str | None) -> str:
        """The fleet's seed. Creates the tables of a new ledger first, and upgrades those of an older one."""
        if not sa.inspect(connection).has_table("meta"):
            self.backend.lock_tables(connection)
            schema.Base.metadata.create_all(connection)
        known = _settings(connection)
        if "schema_version" not in known:
            known = {"schema_version": str(SCHEMA_VERSION), "fleet_seed": seed or secrets.token_hex(16)}
            rows = [{"key": key, "value": value} for key, value in known.items()]
            connection.execute(sa.insert(schema.Meta), rows)
        version = known["schema_version"]
        if not version.isdigit() or int(version) > SCHEMA_VERSION:
            known_here = f"this collection knows {SCHEMA_VERSION}; upgrade decnet.realism on this controller"
            raise LedgerError(f"the ledger {self.path} has schema version {version[:20]}, {known_here}")
        if int(version) < SCHEMA_VERSION:
            self.backend.lock_tables(connection)
            # Another controller may have upgraded the ledger while this one waited.
            migrations.upgrade(connection, self.backend, int(_settings(connection)["schema_version"]))
        return known["fleet_seed"]


def _settings(connection: Connection) -> dict[str, str]:
    return {row.key: row.value for row in connection.execute(sa.select(schema.Meta.key, schema.Meta.value))}
