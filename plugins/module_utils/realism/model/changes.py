# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an outcome changes in the ledger, as data. The ledger has one writer for each of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Union


@dataclass(frozen=True, kw_only=True)
class FileWritten:
    """A file stands at a path: its row is inserted, or patched where the path was written before."""

    decky: str
    path: str
    persona: str | None
    content_class: str
    body: bytes
    moment: datetime
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class FileEdited:
    """A known file has a next version: edit_count + 1, last_modified, content_hash, last_body. No row, no change."""

    uuid: str
    body: bytes
    moment: datetime
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class FileMarked:
    """A known file is no longer as it was left: ``state`` is gone or tampered."""

    uuid: str
    state: str


@dataclass(frozen=True, kw_only=True)
class MailDelivered:
    """A mail is in its mailboxes. ``values`` are the columns of its row, JSON-ready; a known mail keeps its row."""

    values: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class MailFlagged:
    """A stored copy was renamed to bear other flags.

    ``found`` is False where the file was not found, so that it is not searched again.
    """

    message_id: str
    path: str
    target: str
    flags: str
    found: bool


Change = Union[FileWritten, FileEdited, FileMarked, MailDelivered, MailFlagged]
