# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes that an outcome makes to the ledger, as data. The ledger has one writer for each class."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Union


@dataclass(frozen=True, kw_only=True)
class FileWritten:
    """A file was written. Its row is inserted, or updated where the path has a row."""

    decky: str
    path: str
    persona: str | None
    content_class: str
    body: bytes
    moment: datetime
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class FileEdited:
    """A known file was edited: edit_count + 1, and new last_modified, content_hash and last_body.

    Nothing changes where the row is missing.
    """

    uuid: str
    body: bytes
    moment: datetime
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class FileMarked:
    """A known file was removed or changed by somebody else. ``state`` is gone or tampered."""

    uuid: str
    state: str


@dataclass(frozen=True, kw_only=True)
class MailDelivered:
    """A mail was delivered. ``values`` are the columns of its row, JSON-ready; an existing row is kept."""

    values: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class MailFlagged:
    """A stored copy was renamed to have other flags.

    ``found`` is False where the file was missing; the ledger then stops looking for it.
    """

    message_id: str
    path: str
    target: str
    flags: str
    found: bool


Change = Union[FileWritten, FileEdited, FileMarked, MailDelivered, MailFlagged]
