# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The driver of mail: delivers messages, and marks them as read or answered.

All copies of all messages of a tick are one write; all marks are another. If the host keeps a mail log, the driver
enters the lines of these deliveries in it.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import ClassVar

from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.maildir import FOLDER_MODE, standard_folders
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import (
    Action,
    EmailAction,
    FlagAction,
    Outcome,
)

from ...transports.base import DeckyUnreachable, PlantedFile, TransportError
from ...transports.renames import DONE, SAME, Rename
from .base import WritingDriver
from .log_notes import enter
from .stamps import stamps

_INDEX = """
command -v doveadm > /dev/null || exit 0
for login in {logins}; do
  doveadm mailbox subscribe -u "$login" Sent; doveadm index -u "$login" INBOX; doveadm index -u "$login" Sent
done > /dev/null 2>&1
"""


class EmailDriver(WritingDriver):
    """Carries out EmailAction and FlagAction. It runs last: its log lines go between those of the same time."""

    carries: ClassVar[tuple[type[Action], ...]] = (EmailAction, FlagAction)
    order: ClassVar[int] = 3

    def run_batch(self, actions: Sequence[Action]) -> list[Outcome]:
        results: dict[int, Outcome] = {}
        mails = [(index, action) for index, action in enumerate(actions) if isinstance(action, EmailAction)]
        marks = [(index, action) for index, action in enumerate(actions) if isinstance(action, FlagAction)]
        if len(mails) + len(marks) != len(actions):
            raise TypeError("EmailDriver carries out EmailAction and FlagAction only")
        errors = self.plant_groups([_files(action) for _index, action in mails])
        for (index, action), error in zip(mails, errors, strict=True):
            results[index] = Outcome(action=action, success=error is None, changed=error is None, error=error)
        enter(self.transport, [note for index, action in mails if results[index].success for note in action.log])
        results.update(self._mark(marks))
        self._index(sorted({login for index, action in mails if results[index].success for login in action.indexed}))
        return [results[index] for index in range(len(actions))]

    def _index(self, logins: Sequence[str]) -> None:
        """Has Dovecot index the mailboxes of these logins, as it does when their owners open them. Drops its output."""
        if not logins or not self.transport.can_run:
            return
        try:
            self.transport.run(_INDEX.format(logins=" ".join(shlex.quote(login) for login in logins)))
        except DeckyUnreachable:
            raise
        except TransportError:
            # The mail is delivered. The next delivery indexes it.
            return

    def _mark(self, marks: list[tuple[int, FlagAction]]) -> dict[int, Outcome]:
        # A message is where it was delivered, or its owner's mail server moved it from new to cur with any flags.
        moves = [
            Rename(action.path, _unmarked(action.path), action.target, stamps(action.target, action.moment)[0])
            for _index, action in marks
        ]
        results = {}
        for (index, action), answer in zip(marks, self.transport.rename(moves) if moves else [], strict=True):
            error = None if answer in (DONE, SAME) else f"{action.path}: the message is no longer there"
            results[index] = Outcome(action=action, success=error is None, changed=answer == DONE, error=error)
        return results


def _unmarked(path: str) -> str:
    """The unique name of the message in ``cur``. A mail server appends flags to it."""
    folder, _slash, name = path.rpartition("/")
    return f"{folder.rpartition('/')[0]}/cur/{name.partition(':2,')[0]}"


def _files(action: EmailAction) -> list[PlantedFile]:
    files = []
    for copy in action.copies:
        mtime, atime = stamps(copy.path, copy.mtime)
        beside = standard_folders(copy.path)
        files.append(
            PlantedFile(
                copy.path,
                copy.content,
                copy.uid,
                copy.gid,
                copy.mode,
                mtime,
                atime,
                parent_mode=FOLDER_MODE,
                beside=beside,
                through=next((folder for folder in beside if folder.endswith("/tmp")), None),
            )
        )
    return files
