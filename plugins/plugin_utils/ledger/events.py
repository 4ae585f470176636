# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The events, and the transaction that records a run."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import Action, Outcome
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.changes import Change
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.evidence import Evidence
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import Event

from . import schema
from .changes import ChangeRepository
from .clocks import ClockRepository
from .outbox import OutboxRepository
from .schema import sa

#: The most values of one query. SQLite limits them.
_BATCH = 500


class EventRepository(ChangeRepository, ClockRepository, OutboxRepository):
    """Events. Every event is queued in the outbox for each of ``publishers``."""

    publishers: tuple[str, ...] = ()

    def begin(self, actions: Sequence[Action], now: datetime) -> list[str]:
        """Inserts the intent of every action as a pending event, in one transaction; returns their uuids."""
        intents = [{**action.event(), "ts": now, "uuid": str(uuids.uuid4())} for action in actions]
        if intents:
            with self._transaction() as connection:
                connection.execute(sa.insert(schema.Events), intents)
        return [str(row["uuid"]) for row in intents]

    def record(
        self,
        decky: str,
        now: datetime,
        *,
        outcomes: Sequence[tuple[str, Outcome]] = (),
        evidence: Sequence[Evidence] = (),
        moments: Mapping[str, datetime] | None = None,
    ) -> None:
        """Records a run in one transaction: outcomes, changed rows, evidence, clocks and the outbox.

        Each of ``outcomes`` is the uuid of an intent and its outcome.
        """
        events = schema.Events
        with self._transaction() as connection:
            for uuid, outcome in outcomes:
                values = outcome.action.event(outcome)
                mine = events.uuid == uuid
                connection.execute(sa.update(events).where(mine).values(**values, ts=now))
                self._publish(uuid, values, now)
                for change in outcome.changes():
                    self._apply(change)
            for item in evidence:
                uuid = str(uuids.uuid4())
                values = item.refused.event(Outcome(action=item.refused, success=False, error=item.state))
                connection.execute(sa.insert(events).values(**values, uuid=uuid, ts=now))
                self._publish(uuid, values, now)
                self._apply(item.change)
            self.set_clocks(decky, moments or {})

    def _publish(self, uuid: str, values: Mapping[str, Any], now: datetime) -> None:
        message = {"uuid": uuid, **values, "ts": now.isoformat()}
        self.enqueue(self.publishers, message.pop("topic"), message, now)

    def pending(self, decky: str) -> list[Event]:
        """The intents that a crashed run of this decky left pending, oldest first."""
        events = schema.Events
        mine = sa.or_(sa.and_(events.kind != "traffic", events.dst_decky == decky), events.src_decky == decky)
        query = sa.select(events).where(events.status == "pending", mine).order_by(events.ts)
        with self._transaction() as connection:
            return [Event(**row) for row in connection.execute(query).mappings()]

    def close_intent(self, event: Event, landed: bool, landing: Sequence[Change] = ()) -> None:
        """Closes an intent as done (``landed``) or failed. A landed one applies the changes of ``landing``."""
        events = schema.Events
        payload = {name: value for name, value in event.payload.items() if name != "recovery"}
        values = {
            "status": "done" if landed else "failed",
            "success": landed,
            "payload": {**payload, "recovered": True},
        }
        with self._transaction() as connection:
            connection.execute(sa.update(events).where(events.uuid == event.uuid).values(**values))
            for change in landing if landed else ():
                self._apply(change)

    def done_activity_times(self, ids: Sequence[str]) -> frozenset[str]:
        """The ids of the activity times that an earlier run has done."""
        events = schema.Events
        done: set[str | None] = set()
        with self._transaction() as connection:
            for start in range(0, len(ids), _BATCH):
                some = events.activity_time.in_(list(ids[start : start + _BATCH]))
                query = sa.select(events.activity_time).where(some, events.status == "done")
                done.update(connection.execute(query).scalars())
        return frozenset(item for item in done if item is not None)

    def list_events(self, decky: str | None = None, limit: int | None = None) -> list[Event]:
        """The events of a decky (None: of the fleet), oldest first."""
        events = schema.Events
        query = sa.select(events).order_by(events.ts, events.uuid).limit(limit)
        if decky is not None:
            query = query.where(sa.or_(events.dst_decky == decky, events.src_decky == decky))
        with self._transaction() as connection:
            return [Event(**row) for row in connection.execute(query).mappings()]
