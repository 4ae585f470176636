# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes that outcomes make in the ledger's rows: one operation of a repository for each kind of change."""

from __future__ import annotations

from functools import singledispatchmethod

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.changes import (
    Change,
    FileEdited,
    FileMarked,
    FileWritten,
    MailDelivered,
    MailFlagged,
)

from .emails import EmailRepository
from .files import FileRepository


class ChangeRepository(FileRepository, EmailRepository):
    """Synthetic files and mails, and the changes that outcomes make in them."""

    @singledispatchmethod
    def _apply(self, change: Change) -> None:
        """Applies one change in the open transaction of the run that made it."""
        raise TypeError(f"the ledger has no operation for {type(change).__name__}")

    @_apply.register
    def _(self, change: FileWritten) -> None:
        self.record_synthetic_file(
            change.decky,
            change.path,
            persona=change.persona,
            content_class=change.content_class,
            body=change.body,
            moment=change.moment,
        )

    @_apply.register
    def _(self, change: FileEdited) -> None:
        self.update_synthetic_file(change.uuid, body=change.body, moment=change.moment)

    @_apply.register
    def _(self, change: FileMarked) -> None:
        self._mark_synthetic_file(change.uuid, change.state)

    @_apply.register
    def _(self, change: MailDelivered) -> None:
        self._record_email(change.values)

    @_apply.register
    def _(self, change: MailFlagged) -> None:
        self._move_email_copy(change)
