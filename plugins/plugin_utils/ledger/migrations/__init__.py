# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Upgrades of older ledgers, step by step in one transaction.

Each ``version_N`` upgrades a ledger of the previous version to version N. Its tables are frozen as they were in that
version, so it uses nothing of the current schema.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .. import schema
from ..schema import SCHEMA_VERSION, sa

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ..backend import LedgerBackend


def upgrade(connection: Connection, backend: LedgerBackend, version: int) -> None:
    """Upgrades a ledger of ``version`` to the current version. Raises LedgerError, which changes nothing."""
    if version >= SCHEMA_VERSION:
        return
    backend.set_aside(version)
    for step in range(version + 1, SCHEMA_VERSION + 1):
        import_module(f"{__name__}.version_{step}").upgrade(connection)
    meta = schema.Meta
    stored = sa.update(meta).where(meta.key == "schema_version").values(value=str(SCHEMA_VERSION))
    connection.execute(stored)
