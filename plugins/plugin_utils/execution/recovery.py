# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Closes the intents that a crashed tick left: what landed on the decky is done, the rest failed."""

from __future__ import annotations

from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.maildir import target_of

from ..ledger import Event
from ..ledger.files import digest
from ..observation.task_context import Stage


def _places(event: Event) -> list[str]:
    """Where the first copy of a mail may stand: where it was put, or where a mail server moved it since."""
    if "target" in event.payload:
        return [str(event.payload["target"])]
    path = str((event.payload.get("paths") or [""])[0])
    return [path, *(target_of(path, flags) for flags in ("", "S", "RS"))] if path else []


def settle(stage: Stage) -> int:
    """Look at the decky and close every pending intent of it; how many there were."""
    pending = stage.ledger.pending(stage.name)
    if not pending:
        return 0
    wanted = {str(event.payload["path"]): event for event in pending if "content_hash" in event.payload}
    entries = stage.transport.read(sorted(wanted))
    mailed = {event.uuid: _places(event) for event in pending if event.kind == "email"}
    found = (
        stage.mail_transports[0].read(sorted({path for places in mailed.values() for path in places})) if mailed else {}
    )
    for event in pending:
        if event.kind == "email":
            # A mark that was not made is made by the next tick, as the ledger does not know it yet.
            stage.ledger.settle_email(event, any(found.get(path) is not None for path in mailed[event.uuid]))
            continue
        entry = entries.get(str(event.payload.get("path", "")))
        content = entry.content if entry is not None and entry.kind == "file" else None
        as_meant = content is not None and digest(content) == event.payload.get("content_hash")
        stage.ledger.settle(event, content if as_meant else None)
    return len(pending)
