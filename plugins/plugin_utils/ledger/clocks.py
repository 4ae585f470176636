# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The clocks of deckies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import TICK_CLOCK

from . import schema
from .database import Database
from .schema import sa


class ClockRepository(Database):
    """Clocks. Each method is a transaction, or a part of the open one."""

    def clocks(self, decky: str) -> dict[str, datetime]:
        """The clocks of a decky by name.

        Each is the moment up to which the decky is aged (``tick``), its logs are written (``logs``) or its mail is
        delivered (``mail``).
        """
        clocks = schema.Clocks
        query = sa.select(clocks.name, clocks.moment).where(clocks.decky == decky)
        with self._transaction() as connection:
            return {row.name: row.moment for row in connection.execute(query)}

    def set_clocks(self, decky: str, moments: Mapping[str, datetime]) -> None:
        """Sets the given clocks of a decky. The others keep their moments."""
        rows = [{"decky": decky, "name": name, "moment": moment} for name, moment in moments.items()]
        if not rows:
            return
        insert = self.backend.insert(schema.Clocks)
        upsert = insert.on_conflict_do_update(index_elements=["decky", "name"], set_={"moment": insert.excluded.moment})
        with self._transaction() as connection:
            connection.execute(upsert, rows)

    def last_ticks(self) -> dict[str, datetime]:
        """The moment up to which each decky is aged."""
        clocks = schema.Clocks
        query = sa.select(clocks.decky, clocks.moment).where(clocks.name == TICK_CLOCK)
        with self._transaction() as connection:
            return {row.decky: row.moment for row in connection.execute(query)}
