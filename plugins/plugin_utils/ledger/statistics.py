# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ledger says of the whole fleet, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .database import Database
from .schema import sa, tables, to_stored


@dataclass(frozen=True)
class Statistics:
    """Counts of the fleet: all of them, and ``recent`` events (by action and status) of the last day before the moment that was asked for."""

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
    """Numbers of the fleet."""

    def statistics(self, now: datetime) -> Statistics:
        """All of them, in one transaction."""
        known = tables()
        files, events, emails = known.synthetic_files, known.events, known.emails
        count = sa.func.count()
        with self._transaction() as connection:

            def one(query: Any) -> int:
                return int(connection.execute(query).scalar_one() or 0)

            since = to_stored(now - timedelta(days=1))
            recent = (
                sa.select(events.c.action, events.c.status, count)
                .where(events.c.ts > since)
                .group_by(events.c.action, events.c.status)
            )
            return Statistics(
                files=one(sa.select(count).select_from(files)),
                edits=one(sa.select(sa.func.sum(files.c.edit_count))),
                evidence=one(sa.select(count).where(files.c.state != "present")),
                emails=one(sa.select(count).select_from(emails)),
                threads=one(sa.select(sa.func.count(sa.distinct(emails.c.thread_id)))),
                events=one(sa.select(count).select_from(events)),
                pending=one(sa.select(count).where(events.c.status == "pending")),
                failed=one(sa.select(count).where(events.c.status == "failed")),
                recent={(action, status): number for action, status, number in connection.execute(recent)},
            )
