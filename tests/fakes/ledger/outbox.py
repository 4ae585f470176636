# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The outbox of the in-memory ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.ledger.outbox import MOST_ROWS, Outgoing

from .storage import Storage


class MemoryOutbox:
    """The methods of OutboxRepository."""

    store: Storage

    def enqueue(self, publishers: Sequence[str], topic: str, payload: Mapping[str, Any], now: datetime) -> None:
        for publisher in publishers:
            self.store.enqueue(publisher, topic, payload, now)

    def unpublished(self, publisher: str, limit: int = 500) -> list[Outgoing]:
        return [message for name, message in self.store.outbox if name == publisher][:limit]

    def published(self, ids: Sequence[int]) -> None:
        self.store.outbox = [item for item in self.store.outbox if item[1].id not in ids]

    def outbox_size(self, publisher: str) -> int:
        return sum(name == publisher for name, _message in self.store.outbox)

    def bound_outbox(self, publisher: str) -> int:
        gone = [message.id for name, message in self.store.outbox if name == publisher][:-MOST_ROWS]
        self.published(gone)
        return len(gone)
