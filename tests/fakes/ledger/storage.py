# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the in-memory ledger, and the changes that outcomes make in them."""

from __future__ import annotations

import json
import uuid as uuids
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.changes import (
    Change,
    FileEdited,
    FileMarked,
    FileWritten,
    MailDelivered,
    MailFlagged,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import (
    Email,
    Event,
    SentMail,
    SyntheticFile,
)
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger.breakers import Breaker
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger.files import MAX_BODY
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger.outbox import Outgoing
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger.schema import to_stored


def stored_json(value: Any) -> Any:
    """The value as a JSON column returns it. Raises TypeError for a value that JSON cannot represent."""
    return json.loads(json.dumps(value))


def utc(moment: datetime) -> datetime:
    """The moment as a column of moments returns it."""
    return moment.astimezone(timezone.utc)


@dataclass
class Storage:
    """All rows. Those of files have no bodies.

    Events are in the order of their insertion, all other rows are keyed as in their tables.
    """

    clock: Callable[[], datetime]
    files: dict[str, dict[str, SyntheticFile]] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    pending: set[str] = field(default_factory=set)
    emails: dict[str, Email] = field(default_factory=dict)
    facts: dict[tuple[str, str], tuple[datetime, Any]] = field(default_factory=dict)
    clocks: dict[str, dict[str, datetime]] = field(default_factory=dict)
    leases: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    breakers: dict[str, Breaker] = field(default_factory=dict)
    outbox: list[tuple[str, Outgoing]] = field(default_factory=list)
    cache: dict[str, tuple[int, str]] = field(default_factory=dict)
    counter: int = 0

    def next_number(self) -> int:
        """The next serial number."""
        self.counter += 1
        return self.counter

    def put_event(self, uuid: str, values: Mapping[str, Any], now: datetime) -> None:
        """Inserts or replaces an event."""
        row = {**values, "payload": stored_json(values["payload"])}
        self.events[uuid] = Event(uuid=uuid, ts=utc(now), **row)
        if row["status"] == "done" and row["activity_time"]:
            self.done.add(row["activity_time"])
        if row["status"] == "pending":
            self.pending.add(uuid)
        else:
            self.pending.discard(uuid)

    def enqueue(self, publisher: str, topic: str, payload: Mapping[str, Any], now: datetime) -> None:
        """Inserts a message for one publisher."""
        message = Outgoing(self.next_number(), topic, stored_json(dict(payload)), utc(now))
        self.outbox.append((publisher, message))

    def write(self, change: Change) -> None:
        """Applies one change. Raises TypeError for an unknown kind of change."""
        if isinstance(change, FileWritten):
            self.write_file(change)
        elif isinstance(change, FileEdited):
            self.edit_file(
                change.uuid, last_modified=change.moment, content_hash=change.content_hash, last_body=change.body
            )
        elif isinstance(change, FileMarked):
            self._patch_file(change.uuid, state=change.state)
        elif isinstance(change, MailDelivered):
            self._deliver(change.values)
        elif isinstance(change, MailFlagged):
            self._flag(change)
        else:
            raise TypeError(f"the in-memory ledger has no operation for {type(change).__name__}")

    def write_file(self, change: FileWritten) -> str:
        """Inserts or updates the row of a file; returns its uuid."""
        known = self.files.setdefault(change.decky, {}).get(change.path)
        if known is not None:
            self.edit_file(
                known.uuid,
                last_modified=change.moment,
                content_hash=change.content_hash,
                last_body=change.body,
                persona=change.persona,
                content_class=change.content_class,
            )
            return known.uuid
        name = f"{change.decky}\n{change.path}\n{to_stored(change.moment)}"
        uuid = str(uuids.uuid5(uuids.NAMESPACE_URL, name))
        self.places[uuid] = (change.decky, change.path)
        self.bodies[uuid] = change.body[-MAX_BODY:]
        self.files[change.decky][change.path] = SyntheticFile(
            uuid=uuid,
            decky=change.decky,
            path=change.path,
            persona=change.persona,
            content_class=change.content_class,
            created_at=utc(change.moment),
            last_modified=utc(change.moment),
            edit_count=0,
            content_hash=change.content_hash,
            state="present",
        )
        return uuid

    def edit_file(self, uuid: str, *, last_modified: datetime, last_body: bytes, **more: Any) -> bool:
        """Updates a row; returns False if there is none."""
        if uuid not in self.places:
            return False
        decky, path = self.places[uuid]
        count = self.files[decky][path].edit_count + 1
        self.bodies[uuid] = last_body[-MAX_BODY:]
        self._patch_file(uuid, edit_count=count, last_modified=utc(last_modified), state="present", **more)
        return True

    def _patch_file(self, uuid: str, **values: Any) -> None:
        if uuid in self.places:
            decky, path = self.places[uuid]
            self.files[decky][path] = replace(self.files[decky][path], **values)

    def _deliver(self, values: Mapping[str, Any]) -> None:
        row = stored_json(values)
        if row["message_id"] in self.emails:
            return
        of_row = {name: row.pop(name) for name in ("decky", "path", "author")}
        copies = tuple(row.pop("copies"))
        sent_at = datetime.fromisoformat(row["sent_at"])
        offset = sent_at.utcoffset()
        sent = SentMail(
            **{
                **row,
                "references": tuple(row["references"]),
                "cc": tuple(row["cc"]),
                "sent_at": sent_at.astimezone(timezone(offset)) if offset is not None else sent_at,
            }
        )
        self.emails[sent.message_id] = Email(sent=sent, copies=copies, **of_row)

    def _flag(self, change: MailFlagged) -> None:
        known = self.emails.get(change.message_id)
        if known is None:
            return
        patch = {"path": change.target, "flags": change.flags} if change.found else {"lost": "yes"}
        copies = tuple({**copy, **patch} if copy["path"] == change.path else copy for copy in known.copies)
        path = change.target if change.found and known.path == change.path else known.path
        self.emails[change.message_id] = replace(known, copies=copies, path=path)
