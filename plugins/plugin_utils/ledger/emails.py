# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The statements of ``emails``, on an open transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.changes import MailFlagged
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import Email

from . import rows
from .schema import sa, tables, to_stored


def record(connection: Any, values: Mapping[str, Any]) -> None:
    """Inserts a delivered mail; a known one keeps its row. ``sent_at`` is ISO 8601 with the sender's offset."""
    emails = tables().emails
    if connection.execute(sa.select(emails.c.message_id).where(emails.c.message_id == values["message_id"])).first():
        return
    sent_at = datetime.fromisoformat(values["sent_at"])
    offset = sent_at.utcoffset()
    stored = {"sent_at": to_stored(sent_at), "utc_offset": int(offset.total_seconds()) if offset else 0}
    connection.execute(sa.insert(emails).values(**{**values, **stored}))


def move_copy(connection: Any, change: MailFlagged) -> None:
    """Patches the stored copy that was renamed to bear other flags; a copy that was not found is marked as lost."""
    emails = tables().emails
    mine = emails.c.message_id == change.message_id
    row = connection.execute(sa.select(emails.c.copies, emails.c.path).where(mine)).first()
    if row is None:
        return
    patch = {"path": change.target, "flags": change.flags} if change.found else {"lost": "yes"}
    moved = [{**copy, **patch} if copy["path"] == change.path else copy for copy in row.copies]
    path = change.target if change.found and row.path == change.path else row.path
    connection.execute(sa.update(emails).where(mine).values(copies=moved, path=path))


def listing(connection: Any, decky: str | None, since: datetime | None, limit: int | None) -> list[Email]:
    """Mails of a decky (None: of the fleet) sent at or after ``since``, in the order of their dates."""
    emails = tables().emails
    query = sa.select(emails).order_by(emails.c.sent_at, emails.c.message_id).limit(limit)
    if decky is not None:
        query = query.where(emails.c.decky == decky)
    if since is not None:
        query = query.where(emails.c.sent_at >= to_stored(since))
    return [rows.email(row) for row in connection.execute(query)]
