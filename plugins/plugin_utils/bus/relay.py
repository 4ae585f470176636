# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Relays the messages of the outbox to their publishers.

A publisher that does not respond delays only its own messages.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

from ..ledger import Ledger
from ..ledger.outbox import Outgoing
from .base import BusError, Message, Publisher, Rejected

_BATCH = 200
#: The time of one publisher in one run, and the time after which another run may take over its rows.
BUDGET_SECONDS, LEASE_SECONDS = 30.0, 120.0


@dataclass
class Relayed:
    """The result of one publisher: the numbers of its messages, and the problem, if any."""

    publisher: str
    published: int = 0
    rejected: int = 0
    dropped: int = 0
    waiting: int = 0
    problem: str | None = None


def relay(ledger: Ledger, publishers: Sequence[Publisher]) -> list[Relayed]:
    """Publishes the waiting messages. The errors of publishers are returned as ``problem``. Raises LedgerError."""
    return [_relay_one(ledger, publisher) for publisher in publishers]


def _relay_one(ledger: Ledger, publisher: Publisher) -> Relayed:
    relayed = Relayed(publisher.name)
    deadline = time.monotonic() + BUDGET_SECONDS
    with ledger.lease(f"outbox:{publisher.name}", f"{socket.gethostname()}:{os.getpid()}", LEASE_SECONDS) as acquired:
        while acquired and relayed.problem is None and time.monotonic() < deadline:
            rows = ledger.unpublished(publisher.name, _BATCH)
            if not rows:
                break
            taken = len(rows)
            try:
                publisher.publish([message_of(row) for row in rows])
            except Rejected as problem:
                # The message is removed and reported, so that it does not block later ones.
                taken, relayed.rejected = problem.taken, relayed.rejected + 1
                ledger.published([rows[taken].id])
                relayed.problem = None if relayed.rejected < _BATCH else str(problem)
            except BusError as problem:
                taken, relayed.problem = problem.taken, str(problem)
            ledger.published([row.id for row in rows[:taken]])
            relayed.published += taken
        relayed.dropped = ledger.bound_outbox(publisher.name) if acquired else 0
    relayed.waiting = ledger.outbox_size(publisher.name)
    return relayed


def message_of(row: Outgoing) -> Message:
    """The message of a row of the outbox. Its ID is the UUID of the event."""
    return Message(
        str(row.payload.get("uuid") or f"outbox-{row.id}"), row.topic, row.created_at.isoformat(), row.payload
    )
