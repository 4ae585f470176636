# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The counts of the whole fleet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from . import schema
from .database import Database
from .schema import sa

if TYPE_CHECKING:
    from sqlalchemy import Select


@dataclass(frozen=True)
class Statistics:
    """Counts of the fleet. ``recent`` are the events of the last 24 hours, by action and status."""

    files: int
    edits: int
    evidence: int
    emails: int
    threads: int
    events: int
    pending: int
    failed: int
    recent: dict[tuple[str, str], int]


class StatisticsRepository(Database):
    """Counts of the fleet, and the size of the ledger."""

    def statistics(self, now: datetime) -> Statistics:
        """All counts at the moment ``now``, in one transaction."""
        files, events, emails, count = schema.Files, schema.Events, schema.Emails, sa.func.count()
        recent = (
            sa.select(events.action, events.status, count)
            .where(events.ts > now - timedelta(days=1))
            .group_by(events.action, events.status)
        )
        with self._transaction() as connection:

            def one(query: Select[Any]) -> int:
                return int(connection.execute(query).scalar_one() or 0)

            return Statistics(
                files=one(sa.select(count).select_from(files)),
                edits=one(sa.select(sa.func.sum(files.edit_count))),
                evidence=one(sa.select(count).where(files.state != "present")),
                emails=one(sa.select(count).select_from(emails)),
                threads=one(sa.select(sa.func.count(sa.distinct(emails.thread_id)))),
                events=one(sa.select(count).select_from(events)),
                pending=one(sa.select(count).where(events.status == "pending")),
                failed=one(sa.select(count).where(events.status == "failed")),
                recent={(action, status): number for action, status, number in connection.execute(recent)},
            )

    def size(self) -> int:
        """The size of the ledger in bytes."""
        with self._transaction() as connection:
            return self.backend.size(connection)
