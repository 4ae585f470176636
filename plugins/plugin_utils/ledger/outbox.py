# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is still to be published. A row goes in with the event that it tells of, and out when its publisher has taken it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .database import Database
from .schema import from_stored, sa, tables, to_stored

#: A bus that is dead for long costs no more than this; the oldest rows go first.
MOST_ROWS = 100_000
_LOST = "outbox_lost"


@dataclass(frozen=True)
class Outgoing:
    """One message for one publisher."""

    id: int
    topic: str
    payload: dict[str, Any]
    created_at: datetime


def enqueue(connection: Any, publishers: Sequence[str], topic: str, payload: Mapping[str, Any], now: datetime) -> None:
    """One row for each publisher, on an open transaction."""
    rows = [
        {"publisher": publisher, "topic": topic, "payload": dict(payload), "created_at": to_stored(now)}
        for publisher in publishers
    ]
    if rows:
        connection.execute(sa.insert(tables().outbox), rows)


class OutboxRepository(Database):
    """Messages that wait for their publishers."""

    def enqueue(self, publishers: Sequence[str], topic: str, payload: Mapping[str, Any], now: datetime) -> None:
        """Have a message published that belongs to no event, such as the heartbeat."""
        with self._transaction() as connection:
            enqueue(connection, publishers, topic, payload, now)

    def unpublished(self, publisher: str, limit: int = 500) -> list[Outgoing]:
        """The oldest messages that the publisher has not taken yet, in order."""
        outbox = tables().outbox
        query = sa.select(outbox).where(outbox.c.publisher == publisher).order_by(outbox.c.id).limit(limit)
        with self._transaction() as connection:
            return [
                Outgoing(row.id, row.topic, row.payload, from_stored(row.created_at))
                for row in connection.execute(query)
            ]

    def published(self, ids: Sequence[int]) -> None:
        """Forget messages that were taken."""
        outbox = tables().outbox
        with self._transaction() as connection:
            connection.execute(sa.delete(outbox).where(outbox.c.id.in_(list(ids))))

    def outbox_size(self, publisher: str) -> int:
        """How many messages wait."""
        outbox = tables().outbox
        with self._transaction() as connection:
            return int(
                connection.execute(sa.select(sa.func.count()).where(outbox.c.publisher == publisher)).scalar_one()
            )

    def bound_outbox(self, publisher: str) -> int:
        """Drop the oldest of more than :data:`MOST_ROWS` messages; how many were dropped. The ledger counts them."""
        outbox, meta = tables().outbox, tables().meta
        with self._transaction() as connection:
            query = (
                sa.select(outbox.c.id)
                .where(outbox.c.publisher == publisher)
                .order_by(outbox.c.id.desc())
                .offset(MOST_ROWS)
                .limit(1)
            )
            newest = connection.execute(query).scalar()
            if newest is None:
                return 0
            gone = int(
                connection.execute(
                    sa.delete(outbox).where(outbox.c.publisher == publisher, outbox.c.id <= newest)
                ).rowcount
            )
            known = connection.execute(sa.select(meta.c.value).where(meta.c.key == _LOST)).scalar()
            if known is None:
                connection.execute(sa.insert(meta).values(key=_LOST, value=str(gone)))
            else:
                connection.execute(sa.update(meta).where(meta.c.key == _LOST).values(value=str(int(known) + gone)))
        return gone
