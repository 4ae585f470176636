# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of the tables as the engine's records."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import (
    Email,
    Event,
    SentMail,
    SyntheticFile,
)

from .schema import from_stored

_SENT = ("message_id", "thread_id", "in_reply_to", "sender", "recipient", "subject", "language", "body", "about")


def synthetic_file(row: Any) -> SyntheticFile:
    """A row of ``synthetic_files``."""
    data = dict(row._mapping)
    times = {name: from_stored(data[name]) for name in ("created_at", "last_modified")}
    return SyntheticFile(**{**data, **times})


def event(row: Any) -> Event:
    """A row of ``events``."""
    data = dict(row._mapping)
    return Event(**{**data, "ts": from_stored(data["ts"])})


def email(row: Any) -> Email:
    """A row of ``emails``."""
    data = dict(row._mapping)
    zone = timezone(timedelta(seconds=data["utc_offset"]))
    sent = SentMail(
        **{name: data[name] for name in _SENT},
        references=tuple(data["references"]),
        cc=tuple(data["cc"]),
        sent_at=from_stored(data["sent_at"]).astimezone(zone),
    )
    return Email(sent, data["decky"], data["path"], tuple(data["copies"]), data["author"])
