# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The outbox: messages that wait for publication.

A row is inserted in the transaction of its event, and deleted once its publisher has taken it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from . import schema
from .database import Database
from .schema import sa

#: The most messages that wait for a publisher. Older ones are dropped, so that a bus outage cannot fill the ledger.
MOST_ROWS = 100_000
_LOST = "outbox_lost"


@dataclass(frozen=True)
class Outgoing:
    """One message for one publisher."""

    id: int
    topic: str
    payload: dict[str, Any]
    created_at: datetime


class OutboxRepository(Database):
    """Messages that wait for their publishers. Each method is a transaction, or a part of the open one."""

    def enqueue(self, publishers: Sequence[str], topic: str, payload: Mapping[str, Any], now: datetime) -> None:
        """Inserts a message for each publisher."""
        message = {"topic": topic, "payload": dict(payload), "created_at": now}
        rows = [{"publisher": publisher, **message} for publisher in publishers]
        if rows:
            with self._transaction() as connection:
                connection.execute(sa.insert(schema.Outbox), rows)

    def unpublished(self, publisher: str, limit: int = 500) -> list[Outgoing]:
        """The oldest messages that the publisher has not taken yet, in order."""
        outbox = schema.Outbox
        columns = (outbox.id, outbox.topic, outbox.payload, outbox.created_at)
        query = sa.select(*columns).where(outbox.publisher == publisher).order_by(outbox.id).limit(limit)
        with self._transaction() as connection:
            return [Outgoing(**row) for row in connection.execute(query).mappings()]

    def published(self, ids: Sequence[int]) -> None:
        """Deletes the messages that a publisher has taken."""
        outbox = schema.Outbox
        with self._transaction() as connection:
            connection.execute(sa.delete(outbox).where(outbox.id.in_(list(ids))))

    def outbox_size(self, publisher: str) -> int:
        """The number of messages that wait for the publisher."""
        outbox = schema.Outbox
        query = sa.select(sa.func.count()).where(outbox.publisher == publisher)
        with self._transaction() as connection:
            return connection.execute(query).scalar_one()

    def bound_outbox(self, publisher: str) -> int:
        """Drops the oldest messages beyond :data:`MOST_ROWS` and counts them in the ledger; returns their number."""
        outbox, meta = schema.Outbox, schema.Meta
        mine = outbox.publisher == publisher
        newest = sa.select(outbox.id).where(mine).order_by(outbox.id.desc()).offset(MOST_ROWS).limit(1)
        with self._transaction() as connection:
            bound = connection.execute(newest).scalar()
            if bound is None:
                return 0
            dropped: int = connection.execute(sa.delete(outbox).where(mine, outbox.id <= bound)).rowcount
            before = int(connection.execute(sa.select(meta.value).where(meta.key == _LOST)).scalar() or 0)
            values = {"value": str(before + dropped)}
            upsert = self.backend.insert(meta).values(key=_LOST, **values)
            connection.execute(upsert.on_conflict_do_update(index_elements=["key"], set_=values))
        return dropped
