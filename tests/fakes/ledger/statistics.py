# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The counts of the in-memory ledger."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from ansible_collections.decnet.realism.plugins.plugin_utils.ledger.statistics import Statistics

from .storage import Storage


class MemoryStatistics:
    """The methods of StatisticsRepository."""

    store: Storage

    def statistics(self, now: datetime) -> Statistics:
        files = [row for table in self.store.files.values() for row in table.values()]
        events = self.store.events.values()
        since = now - timedelta(days=1)
        return Statistics(
            files=len(files),
            edits=sum(row.edit_count for row in files),
            evidence=sum(row.state != "present" for row in files),
            emails=len(self.store.emails),
            threads=len({email.sent.thread_id for email in self.store.emails.values()}),
            events=len(events),
            pending=sum(event.status == "pending" for event in events),
            failed=sum(event.status == "failed" for event in events),
            recent=dict(Counter((event.action, event.status) for event in events if event.ts > since)),
        )
