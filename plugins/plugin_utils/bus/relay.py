# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries what waits in the outbox to its publishers.

A publisher that does not answer costs its messages time, and nobody else anything.
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
#: How long one publisher may take in one run, and for how long it has its rows to itself should the controller die.
BUDGET_SECONDS, LEASE_SECONDS = 30.0, 120.0


@dataclass
class Relayed:
    """What became of one publisher's messages."""

    publisher: str
    published: int = 0
    rejected: int = 0
    dropped: int = 0
    waiting: int = 0
    problem: str | None = None


def relay(ledger: Ledger, publishers: Sequence[Publisher]) -> list[Relayed]:
    """Publish what waits. Never raises for a publisher's sake; raises LedgerError."""
    return [_relay_one(ledger, publisher) for publisher in publishers]


def _relay_one(ledger: Ledger, publisher: Publisher) -> Relayed:
    told = Relayed(publisher.name)
    deadline = time.monotonic() + BUDGET_SECONDS
    with ledger.lease(f"outbox:{publisher.name}", f"{socket.gethostname()}:{os.getpid()}", LEASE_SECONDS) as mine:
        while mine and told.problem is None and time.monotonic() < deadline:
            rows = ledger.unpublished(publisher.name, _BATCH)
            if not rows:
                break
            taken = len(rows)
            try:
                publisher.publish([message_of(row) for row in rows])
            except Rejected as problem:
                # Set aside and reported: a message that is never taken must not block those behind it.
                taken, told.rejected = problem.taken, told.rejected + 1
                ledger.published([rows[taken].id])
                told.problem = None if told.rejected < _BATCH else str(problem)
            except BusError as problem:
                taken, told.problem = problem.taken, str(problem)
            ledger.published([row.id for row in rows[:taken]])
            told.published += taken
        told.dropped = ledger.bound_outbox(publisher.name) if mine else 0
    told.waiting = ledger.outbox_size(publisher.name)
    return told


def message_of(row: Outgoing) -> Message:
    """A row of the outbox as it goes out; the event's own uuid is its id."""
    return Message(
        str(row.payload.get("uuid") or f"outbox-{row.id}"), row.topic, row.created_at.isoformat(), row.payload
    )
