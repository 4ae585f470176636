# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ledger gives back: rows as plain records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.records import SentMail

from .schema import from_stored


@dataclass(frozen=True)
class SyntheticFile:
    """A file that we put on a decky, as it was last written. ``state`` is present, gone or tampered."""

    uuid: str
    decky: str
    path: str
    persona: str | None
    content_class: str
    created_at: datetime
    last_modified: datetime
    edit_count: int
    content_hash: str
    last_body: bytes
    state: str

    @classmethod
    def of(cls, row: Any) -> SyntheticFile:
        """From a row of the table."""
        data = dict(row._mapping)
        return cls(
            **{
                **data,
                "created_at": from_stored(data["created_at"]),
                "last_modified": from_stored(data["last_modified"]),
            }
        )


@dataclass(frozen=True)
class Event:
    """One thing done or tried. ``ts`` is when it was done, ``occurred_at`` the moment that it claims (ISO 8601, own offset)."""

    uuid: str
    ts: datetime
    occurred_at: str
    activity_time: str | None
    kind: str
    protocol: str | None
    action: str
    persona: str | None
    src_decky: str | None
    dst_decky: str | None
    success: bool
    status: str
    topic: str
    payload: dict[str, Any]

    @classmethod
    def of(cls, row: Any) -> Event:
        """From a row of the table."""
        data = dict(row._mapping)
        return cls(**{**data, "ts": from_stored(data["ts"])})


@dataclass(frozen=True)
class Email:
    """A delivered mail: what the engine knows of it, and where its copies stand. ``copies`` has owner (login), path and flags of each."""

    sent: SentMail
    decky: str
    path: str
    copies: tuple[dict[str, str], ...]
    author: str

    @classmethod
    def of(cls, row: Any) -> Email:
        """From a row of the table."""
        data = dict(row._mapping)
        zone = timezone(timedelta(seconds=data["utc_offset"]))
        sent = SentMail(
            **{
                name: data[name]
                for name in (
                    "message_id",
                    "thread_id",
                    "in_reply_to",
                    "sender",
                    "recipient",
                    "subject",
                    "language",
                    "body",
                    "about",
                )
            },
            references=tuple(data["references"]),
            cc=tuple(data["cc"]),
            sent_at=from_stored(data["sent_at"]).astimezone(zone),
        )
        return cls(sent, data["decky"], data["path"], tuple(data["copies"]), data["author"])
