# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ledger answers about ticks, events and mails. Every method is one transaction; a tick's outcome is one of them."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.taxonomy import (
    Action,
    EditAction,
    EmailAction,
    FileAction,
    FlagAction,
)

from . import emails, files, outbox
from . import event_rows as telling
from .database import Database
from .records import Email, Event
from .schema import sa, tables, to_stored
from .ticks import set_last_tick

if TYPE_CHECKING:
    from ..execution.drivers.base import ActivityResult


class EventRepository(Database):
    """Ticks, events and mails. ``publishers`` are those for which every event goes into the outbox."""

    publishers: tuple[str, ...] = ()

    def begin_tick(self, actions: Sequence[Action], now: datetime) -> list[str]:
        """Write the intent of every action as a pending event, in one transaction; their uuids."""
        rows = [{**_row(action, now), "uuid": str(uuids.uuid4())} for action in actions]
        with self._transaction() as connection:
            if rows:
                connection.execute(sa.insert(tables().events), rows)
        return [row["uuid"] for row in rows]

    def finish_tick(
        self, decky: str, outcomes: Sequence[tuple[str, ActivityResult]], now: datetime, until: datetime | None = None
    ) -> None:
        """Write what became of the intents and advance the files and the decky's last tick, in one transaction."""
        events = tables().events
        with self._transaction() as connection:
            for uuid, result in outcomes:
                values = _row(result.action, now, result)
                connection.execute(sa.update(events).where(events.c.uuid == uuid).values(**values))
                self._enqueue(connection, uuid, values, now)
                if result.success and result.body is not None and isinstance(result.action, (FileAction, EditAction)):
                    _advance(connection, result.action, result.body, result.content_hash)
                if result.success and isinstance(result.action, EmailAction):
                    emails.record(connection, emails.values_of(result.action))
                if isinstance(result.action, FlagAction):
                    emails.move_copy(connection, result.action, result.success)
            if until is not None:
                set_last_tick(connection, decky, until)

    def record_event(self, action: Action, result: ActivityResult | None, now: datetime) -> str:
        """Write one event at once."""
        uuid = str(uuids.uuid4())
        with self._transaction() as connection:
            values = _row(action, now, result)
            connection.execute(sa.insert(tables().events).values(uuid=uuid, **values))
            if result is not None:
                self._enqueue(connection, uuid, values, now)
        return uuid

    def _enqueue(self, connection: Any, uuid: str, values: dict[str, Any], now: datetime) -> None:
        if self.publishers:
            message = {
                "uuid": uuid,
                **{name: value for name, value in values.items() if name != "topic"},
                "ts": now.isoformat(),
            }
            outbox.enqueue(connection, self.publishers, values["topic"], message, now)

    def pending(self, decky: str) -> list[Event]:
        """The intents that a crashed tick of this decky left."""
        events = tables().events
        mine = sa.or_(sa.and_(events.c.kind != "traffic", events.c.dst_decky == decky), events.c.src_decky == decky)
        with self._transaction() as connection:
            rows = connection.execute(
                sa.select(events).where(events.c.status == "pending", mine).order_by(events.c.ts)
            ).all()
        return [Event.of(row) for row in rows]

    def settle(self, event: Event, landed: bytes | None) -> None:
        """Close an intent after looking at the decky: ``landed`` is the body that stands there as it was meant, else None."""
        events = tables().events
        done = landed is not None
        with self._transaction() as connection:
            connection.execute(
                sa.update(events)
                .where(events.c.uuid == event.uuid)
                .values(status="done" if done else "failed", success=done, payload={**event.payload, "settled": True})
            )
            if landed is not None:
                files.record(
                    connection,
                    decky=str(event.dst_decky),
                    path=event.payload["path"],
                    persona=event.persona,
                    content_class=event.payload["content_class"],
                    body=landed,
                    moment=datetime.fromisoformat(event.occurred_at),
                )

    def settle_email(self, event: Event, landed: bool) -> None:
        """Close the intent of a mail, or of a mark on one, after looking at the mailbox."""
        events = tables().events
        payload = {name: value for name, value in event.payload.items() if name != "record"}
        with self._transaction() as connection:
            values = {
                "status": "done" if landed else "failed",
                "success": landed,
                "payload": {**payload, "settled": True},
            }
            connection.execute(sa.update(events).where(events.c.uuid == event.uuid).values(**values))
            if landed and event.payload.get("record"):
                emails.record(connection, event.payload["record"])

    def done_activity_times(self, activity_times: Sequence[str]) -> frozenset[str]:
        """Which of these activity times an earlier tick carried out."""
        events = tables().events
        done: set[str] = set()
        with self._transaction() as connection:
            for start in range(0, len(activity_times), 500):
                some = list(activity_times[start : start + 500])
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
            return [Event.of(row) for row in connection.execute(query)]

    def list_emails(
        self, decky: str | None = None, since: datetime | None = None, limit: int | None = None
    ) -> list[Email]:
        """Delivered mails, in the order of their dates."""
        with self._transaction() as connection:
            return emails.listing(connection, decky, since, limit)


def _row(action: Action, now: datetime, result: ActivityResult | None = None) -> dict[str, Any]:
    row = telling.to_row(action, now, result)
    if (
        result is None
        and isinstance(action, (FileAction, EditAction))
        and not (isinstance(action, EditAction) and action.append)
    ):
        row["payload"] = {**row["payload"], "content_hash": files.digest(action.body)}
    if result is None and isinstance(action, EmailAction):
        row["payload"] = {**row["payload"], "record": emails.values_of(action)}
    return {**row, "ts": to_stored(now)}


def _advance(connection: Any, action: FileAction | EditAction, body: bytes, content_hash: str | None) -> None:
    if isinstance(action, EditAction) and not action.append:
        files.update(connection, action.synthetic_file_uuid, body=body, moment=action.mtime, content_hash=content_hash)
        return
    files.record(
        connection,
        decky=action.decky,
        path=action.path,
        persona=action.persona,
        content_class=action.content_class.value,
        body=body,
        moment=action.mtime,
        content_hash=content_hash,
    )
