# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recovery of actions that a crash left in doubt: reads their paths and closes every pending intent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.changes import (
    Change,
    FileWritten,
    MailDelivered,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.entries import Entry
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import Event, content_hash

from ..ledger import Ledger
from ..transports.base import Transport


def recover(ledger: Ledger, decky: str, transport: Transport, mailboxes: Transport) -> int:
    """Closes the pending intents of a decky; returns their number.

    An action took place if one of its paths holds its content. Any other action counts as failed, and a later run does
    it again. Raises DeckyUnreachable, TransportError, LedgerError.
    """
    pending = ledger.pending(decky)
    here = _read(transport, [event for event in pending if not _spec(event).get("mailbox")])
    there = _read(mailboxes, [event for event in pending if _spec(event).get("mailbox")])
    for event in pending:
        landed = _landed(_spec(event), there if _spec(event).get("mailbox") else here)
        ledger.close_intent(event, landed is not None, _changes(event, landed) if landed is not None else ())
    return len(pending)


def _spec(event: Event) -> Mapping[str, Any]:
    spec = event.payload.get("recovery")
    return spec if isinstance(spec, dict) else {}


def _read(transport: Transport, events: list[Event]) -> Mapping[str, Entry | None]:
    paths = sorted({str(path) for event in events for path in _spec(event).get("paths", ())})
    return transport.read(paths) if paths else {}


def _landed(spec: Mapping[str, Any], entries: Mapping[str, Entry | None]) -> Entry | None:
    """The entry that holds the content of the action; None if there is none."""
    wanted = spec.get("content_hash")
    for path in spec.get("paths", ()):
        entry = entries.get(str(path))
        if entry is None or entry.kind != "file":
            continue
        if wanted is None or (entry.content is not None and content_hash(entry.content) == wanted):
            return entry
    return None


def _changes(event: Event, landed: Entry) -> tuple[Change, ...]:
    """The changes that the crashed run would have recorded in the ledger."""
    spec = _spec(event)
    if spec.get("record"):
        return (MailDelivered(values=spec["record"]),)
    if spec.get("mailbox") or landed.content is None:
        # The ledger does not know the mark, so the next run makes it again.
        return ()
    return (
        FileWritten(
            decky=str(event.dst_decky),
            path=str(event.payload["path"]),
            persona=event.persona,
            content_class=str(event.payload["content_class"]),
            body=landed.content,
            moment=datetime.fromisoformat(event.occurred_at),
            content_hash=content_hash(landed.content),
        ),
    )
