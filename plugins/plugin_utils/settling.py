# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Closes the intents that a crashed tick left: what landed on the decky is done, the rest failed."""
from __future__ import annotations

from .ledger.files import digest
from .stage import Stage


def settle(stage: Stage) -> int:
    """Look at the decky and close every pending intent of it; how many there were."""
    pending = stage.ledger.pending(stage.name)
    if not pending:
        return 0
    wanted = {str(event.payload["path"]): event for event in pending if "content_hash" in event.payload}
    entries = stage.transport.read(sorted(wanted))
    for event in pending:
        entry = entries.get(str(event.payload.get("path", "")))
        content = entry.content if entry is not None and entry.kind == "file" else None
        as_meant = content is not None and digest(content) == event.payload.get("content_hash")
        stage.ledger.settle(event, content if as_meant else None)
    return len(pending)
