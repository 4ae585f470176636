# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings an older ledger up to date, step by step, by Alembic's operations, in the transaction that it is given.

Imported only where there is something to do: a ledger of today's version is opened without Alembic.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..errors import LedgerError
from ..schema import SCHEMA_VERSION, sa, tables

try:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    IMPORT_ERROR: str | None = None
except ImportError as missing:
    IMPORT_ERROR = str(missing)


def upgrade(connection: Any, version: int, shown_as: str) -> None:
    """From ``version`` to today's. Raises LedgerError, after which nothing of it was done."""
    if IMPORT_ERROR:
        raise LedgerError(
            f"the ledger {shown_as} has schema version {version} and is to be upgraded by the package alembic ({IMPORT_ERROR}); install it"
        )
    operations = Operations(MigrationContext.configure(connection))
    for step in range(version + 1, SCHEMA_VERSION + 1):
        import_module(f"{__name__}.version_{step}").upgrade(operations)
    meta = tables().meta
    connection.execute(sa.update(meta).where(meta.c.key == "schema_version").values(value=str(SCHEMA_VERSION)))
