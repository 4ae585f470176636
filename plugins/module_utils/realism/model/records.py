# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger's rows as the engine sees them: synthetic files, mails, events."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

#: The clocks of a decky. Each holds the moment up to which files, logs or mail are processed.
TICK_CLOCK, LOG_CLOCK, MAIL_CLOCK = "tick", "logs", "mail"


@dataclass(frozen=True, kw_only=True)
class SyntheticFile:
    """A file that this collection wrote to a decky. ``state`` is present, gone or tampered.

    ``last_body`` is the content of the last write. It is empty in listings and set where a single row is read.
    """

    uuid: str
    decky: str
    path: str
    persona: str | None
    content_class: str
    created_at: datetime
    last_modified: datetime
    edit_count: int
    content_hash: str
    state: str
    last_body: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One attempted action.

    ``ts`` is the time of the attempt, ``occurred_at`` the moment that the action claims (ISO 8601 with the actor's
    offset). ``status`` is pending, done or failed. ``payload`` is JSON-ready.
    """

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


@dataclass(frozen=True)
class SentMail:
    """A delivered mail. ``sender``, ``recipient`` and ``cc`` are addresses, ids are without angle brackets.

    ``body`` holds the sender's own words (greeting to signature, no quote), ``about`` the facts of
    :func:`composition.compose` that a reply refers to. ``sent_at`` is aware, in the sender's own zone.
    """

    message_id: str
    thread_id: str
    in_reply_to: str | None
    references: tuple[str, ...]
    sender: str
    recipient: str
    cc: tuple[str, ...]
    subject: str
    language: str
    sent_at: datetime
    body: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Email:
    """A delivered mail and its stored copies. ``copies`` holds the owner (a login), path and flags of each."""

    sent: SentMail
    decky: str
    path: str
    copies: tuple[dict[str, str], ...]
    author: str


def content_hash(body: bytes) -> str:
    """The SHA-256 of a file's content in hexadecimal, as rows, events and recovery compare it."""
    return hashlib.sha256(body).hexdigest()
