# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Events, mails, and the one transaction that records a run."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import Action, Outcome
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.changes import Change
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.evidence import Evidence
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import Email, Event

from . import changes, clocks, emails, outbox, rows
from .database import Database
from .schema import sa, tables, to_stored


class EventRepository(Database):
    """Events and mails. ``publishers`` are those for which every event is queued in the outbox."""

    publishers: tuple[str, ...] = ()

    def begin(self, actions: Sequence[Action], now: datetime) -> list[str]:
        """Writes the intent of every action as a pending event, in one transaction; their uuids."""
        intents = [{**action.event(), "ts": to_stored(now), "uuid": str(uuids.uuid4())} for action in actions]
        if intents:
            with self._transaction() as connection:
                connection.execute(sa.insert(tables().events), intents)
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
        """Writes what a run did, in one transaction: outcomes by the uuids of their intents, the rows that they change,
        evidence, clocks, and the outbox."""
        events = tables().events
        with self._transaction() as connection:
            for uuid, outcome in outcomes:
                values = outcome.action.event(outcome)
                mine = events.c.uuid == uuid
                connection.execute(sa.update(events).where(mine).values(**values, ts=to_stored(now)))
                self._enqueue(connection, uuid, values, now)
                for change in outcome.changes():
                    changes.write(connection, change)
            for item in evidence:
                refused = Outcome(action=item.refused, success=False, error=item.state)
                self._insert(connection, refused, now)
                changes.write(connection, item.change)
            clocks.advance(connection, decky, moments or {})

    def _insert(self, connection: Any, outcome: Outcome, now: datetime) -> None:
        uuid, values = str(uuids.uuid4()), outcome.action.event(outcome)
        connection.execute(sa.insert(tables().events).values(uuid=uuid, **values, ts=to_stored(now)))
        self._enqueue(connection, uuid, values, now)

    def _enqueue(self, connection: Any, uuid: str, values: Mapping[str, Any], now: datetime) -> None:
        if self.publishers:
            told = {name: value for name, value in values.items() if name != "topic"}
            message = {"uuid": uuid, **told, "ts": now.isoformat()}
            outbox.enqueue(connection, self.publishers, str(values["topic"]), message, now)

    def pending(self, decky: str) -> list[Event]:
        """The intents that a crashed run of this decky left, oldest first."""
        events = tables().events
        mine = sa.or_(sa.and_(events.c.kind != "traffic", events.c.dst_decky == decky), events.c.src_decky == decky)
        query = sa.select(events).where(events.c.status == "pending", mine).order_by(events.c.ts)
        with self._transaction() as connection:
            return [rows.event(row) for row in connection.execute(query)]

    def close_intent(self, event: Event, landed: bool, landing: Sequence[Change] = ()) -> None:
        """Closes an intent after a look at the decky, with the changes that its landing makes."""
        events = tables().events
        payload = {name: value for name, value in event.payload.items() if name != "recovery"}
        values = {
            "status": "done" if landed else "failed",
            "success": landed,
            "payload": {**payload, "recovered": True},
        }
        with self._transaction() as connection:
            connection.execute(sa.update(events).where(events.c.uuid == event.uuid).values(**values))
            for change in landing if landed else ():
                changes.write(connection, change)

    def done_activity_times(self, ids: Sequence[str]) -> frozenset[str]:
        """Which of these activity times an earlier run has done."""
        events = tables().events
        done: set[str] = set()
        with self._transaction() as connection:
            for start in range(0, len(ids), 500):
                some = list(ids[start : start + 500])
                query = sa.select(events.c.activity_time).where(
                    events.c.activity_time.in_(some), events.c.status == "done"
                )
                done.update(connection.execute(query).scalars())
        return frozenset(done)

    def list_events(self, decky: str | None = None, limit: int | None = None) -> list[Event]:
        """Events, oldest first."""
        events = tables().events
        query = sa.select(events).order_by(events.c.ts, events.c.uuid).limit(limit)
        if decky is not None:
            query = query.where(sa.or_(events.c.dst_decky == decky, events.c.src_decky == decky))
        with self._transaction() as connection:
            return [rows.event(row) for row in connection.execute(query)]

    def list_emails(
        self, decky: str | None = None, since: datetime | None = None, limit: int | None = None
    ) -> list[Email]:
        """Delivered mails, in the order of their dates."""
        with self._transaction() as connection:
            return emails.listing(connection, decky, since, limit)
