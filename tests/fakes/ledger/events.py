# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The events and mails of the in-memory ledger."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import Action, Outcome
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.changes import Change
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.evidence import Evidence
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import Email, Event

from .storage import Storage, utc


class MemoryEvents:
    """The methods of EventRepository."""

    store: Storage
    publishers: tuple[str, ...]

    def begin(self, actions: Sequence[Action], now: datetime) -> list[str]:
        made = []
        for action in actions:
            made.append(self._uuid())
            self.store.put_event(made[-1], action.event(), now)
        return made

    def record(
        self,
        decky: str,
        now: datetime,
        *,
        outcomes: Sequence[tuple[str, Outcome]] = (),
        evidence: Sequence[Evidence] = (),
        moments: Mapping[str, datetime] | None = None,
    ) -> None:
        for uuid, outcome in outcomes:
            self._put(uuid, outcome, now)
            for change in outcome.changes():
                self.store.write(change)
        for item in evidence:
            self._put(self._uuid(), Outcome(action=item.refused, success=False, error=item.state), now)
            self.store.write(item.change)
        self.store.clocks.setdefault(decky, {}).update({name: utc(moment) for name, moment in (moments or {}).items()})

    def pending(self, decky: str) -> list[Event]:
        return [
            event
            for event in _ordered(self.store.events[uuid] for uuid in self.store.pending)
            if ((event.kind != "traffic" and event.dst_decky == decky) or event.src_decky == decky)
        ]

    def close_intent(self, event: Event, landed: bool, landing: Sequence[Change] = ()) -> None:
        payload: dict[str, Any] = {name: value for name, value in event.payload.items() if name != "recovery"}
        closed = replace(
            self.store.events[event.uuid],
            status="done" if landed else "failed",
            success=landed,
            payload={**payload, "recovered": True},
        )
        self.store.events[event.uuid] = closed
        self.store.pending.discard(event.uuid)
        if landed and closed.activity_time:
            self.store.done.add(closed.activity_time)
        for change in landing if landed else ():
            self.store.write(change)

    def done_activity_times(self, ids: Sequence[str]) -> frozenset[str]:
        return frozenset(self.store.done.intersection(ids))

    def list_events(self, decky: str | None = None, limit: int | None = None) -> list[Event]:
        events = [
            event for event in _ordered(self.store.events.values()) if decky in (None, event.dst_decky, event.src_decky)
        ]
        return events[:limit]

    def list_emails(
        self, decky: str | None = None, since: datetime | None = None, limit: int | None = None
    ) -> list[Email]:
        emails = [
            email
            for email in self.store.emails.values()
            if decky in (None, email.decky) and (since is None or email.sent.sent_at >= since)
        ]
        return sorted(emails, key=lambda email: (email.sent.sent_at, email.sent.message_id))[:limit]

    def _put(self, uuid: str, outcome: Outcome, now: datetime) -> None:
        values = outcome.action.event(outcome)
        self.store.put_event(uuid, values, now)
        published = {name: value for name, value in values.items() if name != "topic"}
        for publisher in self.publishers:
            self.store.enqueue(publisher, values["topic"], {"uuid": uuid, **published, "ts": now.isoformat()}, now)

    def _uuid(self) -> str:
        """An ascending uuid, so that events of one moment stay in the order of their insertion."""
        return str(uuids.UUID(int=self.store.next_number()))


def _ordered(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: (event.ts, event.uuid))
