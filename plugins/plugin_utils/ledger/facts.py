# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The facts of deckies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from . import schema
from .database import Database
from .schema import sa

#: The subject of facts: the decky itself, or the container that holds its mailboxes.
Place = Literal["decky", "mailboxes"]


class FactsRepository(Database):
    """Facts by decky and place. Each method is a transaction, or a part of the open one."""

    def get_facts(
        self, decky: str, max_age: timedelta, now: datetime, place: Place = "decky"
    ) -> Mapping[str, Any] | None:
        """The facts; None if there are none or they are older than ``max_age``."""
        facts = schema.Facts
        query = sa.select(facts.gathered_at, facts.data).where(facts.decky == decky, facts.place == place)
        with self._transaction() as connection:
            row = connection.execute(query).first()
        return row.data if row is not None and abs(now - row.gathered_at) <= max_age else None

    def put_facts(self, decky: str, data: Mapping[str, Any], now: datetime, place: Place = "decky") -> None:
        """Stores the facts and replaces earlier ones."""
        values = {"gathered_at": now, "data": dict(data)}
        upsert = (
            self.backend.insert(schema.Facts)
            .values(decky=decky, place=place, **values)
            .on_conflict_do_update(index_elements=["decky", "place"], set_=values)
        )
        with self._transaction() as connection:
            connection.execute(upsert)
