# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger's memory of mail: statements on an open transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.taxonomy import EmailAction, FlagAction

from .records import Email
from .schema import sa, tables, to_stored


def values_of(action: EmailAction) -> dict[str, Any]:
    """The row of a mail, JSON-ready: an intent carries it, so that a crashed tick can be settled without the text being made again."""
    offset = action.mtime.utcoffset()
    return {
        "message_id": action.message_id,
        "thread_id": action.thread_id,
        "in_reply_to": action.in_reply_to,
        "references": list(action.references),
        "decky": action.decky,
        "sender": action.sender,
        "recipient": action.recipient,
        "cc": list(action.cc),
        "subject": action.subject,
        "language": action.language,
        "sent_at": to_stored(action.mtime),
        "utc_offset": int(offset.total_seconds()) if offset else 0,
        "path": action.copies[0].path if action.copies else "",
        "copies": [{"owner": copy.owner, "path": copy.path, "flags": copy.flags} for copy in action.copies],
        "body": action.body,
        "about": dict(action.about),
        "author": action.author,
    }


def record(connection: Any, values: dict[str, Any]) -> None:
    """Remember a delivered mail by its row; one that is known already (a repeated tick) keeps its own."""
    emails = tables().emails
    if (
        connection.execute(sa.select(emails.c.message_id).where(emails.c.message_id == values["message_id"])).first()
        is None
    ):
        connection.execute(sa.insert(emails).values(**values))


def move_copy(connection: Any, action: FlagAction, found: bool) -> None:
    """Remember that a stored copy was renamed to bear other flags, or that it was not found: then nobody looks for it again."""
    emails = tables().emails
    row = connection.execute(
        sa.select(emails.c.copies, emails.c.path).where(emails.c.message_id == action.message_id)
    ).first()
    if row is None:
        return
    change = {"path": action.target, "flags": action.flags} if found else {"lost": "yes"}
    moved = [{**copy, **change} if copy["path"] == action.path else copy for copy in row.copies]
    path = action.target if found and row.path == action.path else row.path
    connection.execute(
        sa.update(emails).where(emails.c.message_id == action.message_id).values(copies=moved, path=path)
    )


def listing(connection: Any, decky: str | None, since: datetime | None, limit: int | None) -> list[Email]:
    """Mails of a decky (None: of the fleet) sent at or after ``since``, in the order of their dates."""
    emails = tables().emails
    query = sa.select(emails).order_by(emails.c.sent_at, emails.c.message_id).limit(limit)
    if decky is not None:
        query = query.where(emails.c.decky == decky)
    if since is not None:
        query = query.where(emails.c.sent_at >= to_stored(since))
    return [Email.of(row) for row in connection.execute(query)]
