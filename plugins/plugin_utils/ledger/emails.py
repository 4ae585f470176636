# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The delivered mails."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.changes import MailFlagged
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import Email, SentMail

from . import schema
from .database import Database
from .schema import sa

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

_SENT = ("message_id", "thread_id", "in_reply_to", "sender", "recipient", "subject", "language", "body", "about")


class EmailRepository(Database):
    """Delivered mails. Each method is a transaction, or a part of the open one."""

    def _record_email(self, values: Mapping[str, Any]) -> None:
        """Inserts a delivered mail by its columns. A known mail keeps its row.

        ``sent_at`` is ISO 8601 with the sender's offset.
        """
        sent_at = datetime.fromisoformat(values["sent_at"])
        offset = sent_at.utcoffset() or timedelta()
        row = {**values, "sent_at": sent_at, "utc_offset": int(offset.total_seconds())}
        with self._transaction() as connection:
            connection.execute(self.backend.insert(schema.Emails).values(**row).on_conflict_do_nothing())

    def _move_email_copy(self, change: MailFlagged) -> None:
        """Updates the path and the flags of a stored copy. A copy that was not found is marked as lost."""
        emails = schema.Emails
        mine = emails.message_id == change.message_id
        with self._transaction() as connection:
            row = connection.execute(sa.select(emails.copies, emails.path).where(mine)).first()
            if row is None:
                return
            patch = {"path": change.target, "flags": change.flags} if change.found else {"lost": "yes"}
            copies = [{**copy, **patch} if copy["path"] == change.path else copy for copy in row.copies]
            path = change.target if change.found and row.path == change.path else row.path
            connection.execute(sa.update(emails).where(mine).values(copies=copies, path=path))

    def list_emails(
        self, decky: str | None = None, since: datetime | None = None, limit: int | None = None
    ) -> list[Email]:
        """The mails of a decky (None: of the fleet) sent at or after ``since``, in the order of their dates."""
        emails = schema.Emails
        query = sa.select(emails).order_by(emails.sent_at, emails.message_id).limit(limit)
        if decky is not None:
            query = query.where(emails.decky == decky)
        if since is not None:
            query = query.where(emails.sent_at >= since)
        with self._transaction() as connection:
            return [_email(row) for row in connection.execute(query).mappings()]


def _email(row: RowMapping) -> Email:
    zone = timezone(timedelta(seconds=row["utc_offset"]))
    sent = SentMail(
        **{name: row[name] for name in _SENT},
        references=tuple(row["references"]),
        cc=tuple(row["cc"]),
        sent_at=row["sent_at"].astimezone(zone),
    )
    return Email(sent, row["decky"], row["path"], tuple(row["copies"]), row["author"])
