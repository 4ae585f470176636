# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The transfer of a whole ledger into another database: one transaction, and a comparison of all rows."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from . import schema
from .errors import LedgerError
from .schema import sa
from .store import Ledger

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

#: The number of rows of one INSERT.
_BATCH = 500
#: The tables that are not moved: leases belong to running controllers.
_EXCLUDED = ("leases",)


def move(source: Ledger, target: Ledger) -> dict[str, int]:
    """Copies every table; returns the number of rows of each. Raises LedgerError, which leaves the target unchanged.

    A target that already holds the same rows is not changed; the result is empty. A target that holds other rows is
    refused.
    """
    with source._transaction() as old, target._transaction() as new:
        present = _digests(new)
        wanted = _digests(old)
        if present == wanted:
            return {}
        if any(count for name, (count, _digest) in present.items() if name != "meta"):
            raise LedgerError(
                f"the ledger {target.path} is not empty; move into a new database, or empty this one first"
            )
        new.execute(sa.delete(schema.Meta))
        for table in _tables():
            rows: list[dict[str, Any]] = []
            for row in old.execute(sa.select(table)):
                rows.append(dict(row._mapping))
                if len(rows) == _BATCH:
                    new.execute(sa.insert(table), rows)
                    rows = []
            if rows:
                new.execute(sa.insert(table), rows)
        target.backend.continue_serial(new, "outbox", "id")
        moved = _digests(new)
        different = sorted(name for name, digest in moved.items() if digest != wanted[name])
        if different:
            raise LedgerError(
                f"the copy in {target.path} differs from {source.path} in {', '.join(different)} and was rolled "
                "back; stop all runs that use the ledger and move it again"
            )
    return {name: count for name, (count, _digest) in moved.items()}


def counts(source: Ledger) -> dict[str, int]:
    """The number of rows of each table."""
    with source._transaction() as old:
        return {name: count for name, (count, _digest) in _digests(old).items()}


def _tables() -> list[Table]:
    return [table for table in schema.Base.metadata.sorted_tables if table.name not in _EXCLUDED]


def _digests(connection: Connection) -> dict[str, tuple[int, str]]:
    """The number of rows of each table, and a hash of them."""
    found = {}
    for table in _tables():
        lines = []
        for row in connection.execute(sa.select(table)):
            values = {
                name: value.hex() if isinstance(value, (bytes, memoryview)) else value
                for name, value in row._mapping.items()
            }
            lines.append(hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).digest())
        # Databases sort texts differently, so the hash is over the sorted hashes of the rows.
        found[table.name] = (len(lines), hashlib.sha256(b"".join(sorted(lines))).hexdigest())
    return found
