# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the changes that outcomes make in the ledger's rows: one function for each kind of change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.changes import (
    Change,
    FileEdited,
    FileMarked,
    FileWritten,
    MailDelivered,
    MailFlagged,
)

from . import emails, files


def write(connection: Any, change: Change) -> None:
    """Writes one change on an open transaction."""
    _WRITERS[type(change)](connection, change)


def _written(connection: Any, change: FileWritten) -> None:
    files.record(
        connection,
        decky=change.decky,
        path=change.path,
        persona=change.persona,
        content_class=change.content_class,
        body=change.body,
        moment=change.moment,
        content_hash=change.content_hash,
    )


def _edited(connection: Any, change: FileEdited) -> None:
    files.update(connection, change.uuid, body=change.body, moment=change.moment, content_hash=change.content_hash)


def _marked(connection: Any, change: FileMarked) -> None:
    files.mark(connection, change.uuid, change.state)


def _delivered(connection: Any, change: MailDelivered) -> None:
    emails.record(connection, change.values)


def _flagged(connection: Any, change: MailFlagged) -> None:
    emails.move_copy(connection, change)


_WRITERS: dict[type[Change], Callable[[Any, Any], None]] = {
    FileWritten: _written,
    FileEdited: _edited,
    FileMarked: _marked,
    MailDelivered: _delivered,
    MailFlagged: _flagged,
}
