# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moves a whole ledger into another database, in one transaction there, and compares the two row by row."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from .errors import LedgerError
from .schema import sa, tables
from .store import Ledger

_SOME = 500
#: What belongs to a controller that runs, not to the fleet's memory.
_LEFT_BEHIND = ("leases",)


def move(source: Ledger, target: Ledger) -> dict[str, int]:
    """Copy every table; how many rows each has. Raises LedgerError, after which the target is as it was.

    A target that holds the very same rows already is left alone; one that holds anything else is refused.
    """
    with source._transaction() as old, target._transaction() as new:
        present = _digests(new)
        wanted = _digests(old)
        if present == wanted:
            return {}
        if any(count for name, (count, _digest) in present.items() if name != "meta"):
            raise LedgerError(
                f"the ledger {target.path} is not empty; move into a new database, or remove what is in it first"
            )
        new.execute(sa.delete(tables().meta))
        for table in _moved():
            rows: list[dict[str, Any]] = []
            for row in old.execute(sa.select(table)):
                rows.append(dict(row._mapping))
                if len(rows) == _SOME:
                    new.execute(sa.insert(table), rows)
                    rows = []
            if rows:
                new.execute(sa.insert(table), rows)
        _continue_counters(new)
        moved = _digests(new)
        different = sorted(name for name, told in moved.items() if told != wanted[name])
        if different:
            raise LedgerError(
                f"the copy in {target.path} differs from {source.path} in {', '.join(different)}; nothing of it was kept"
            )
    return {name: count for name, (count, _digest) in moved.items()}


def counts(source: Ledger) -> dict[str, int]:
    """How many rows there are to move."""
    with source._transaction() as old:
        return {name: count for name, (count, _digest) in _digests(old).items()}


def _moved() -> list[Any]:
    return [table for table in tables().metadata.sorted_tables if table.name not in _LEFT_BEHIND]


def _digests(connection: Any) -> dict[str, tuple[int, str]]:
    """The rows of each table: how many, and a hash of all of them in the order of their keys."""
    found = {}
    for table in _moved():
        digest, count = hashlib.sha256(), 0
        lines = []
        for row in connection.execute(sa.select(table)):
            values = {
                name: value.hex() if isinstance(value, (bytes, memoryview)) else value
                for name, value in row._mapping.items()
            }
            lines.append(hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).digest())
            count += 1
        # Databases sort texts differently: what is compared is the set of the rows' own hashes.
        for line in sorted(lines):
            digest.update(line)
        found[table.name] = (count, digest.hexdigest())
    return found


def _continue_counters(connection: Any) -> None:
    """PostgreSQL counts a serial column apart from its rows."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            sa.text(
                "SELECT setval(pg_get_serial_sequence('outbox', 'id'), coalesce(max(id), 1), max(id) IS NOT NULL) FROM outbox"
            )
        )
