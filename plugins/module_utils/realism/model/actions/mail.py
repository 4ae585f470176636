# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions on mail: delivery, and flags of stored mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from ..changes import Change, MailDelivered, MailFlagged
from .base import MAX_DIFF_BYTES, Action, Outcome


@dataclass(frozen=True)
class MailCopy:
    """One stored copy of a mail: the mailbox (a login), the file, and its Maildir flags.

    ``flags`` is ``""`` for a file in ``new``, ``"RS"`` for a message that was answered and seen.
    """

    owner: str
    path: str
    content: bytes
    uid: int
    gid: int
    mode: int
    mtime: datetime
    flags: str = ""


@dataclass(frozen=True)
class LogNote:
    """Lines that a shared log records of an action, each with its moment.

    ``timezone`` is the time zone of log lines without an offset. A missing log is created with ``owner`` (uid, gid,
    mode), or skipped where ``owner`` is None.
    """

    path: str
    lines: tuple[tuple[datetime, str], ...]
    timezone: str
    owner: tuple[int, int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class EmailAction(Action):
    """A mail to deliver. ``moment`` is the Date header, aware, in the sender's own zone.

    Message ids are without angle brackets; ``sender``, ``recipient`` and ``cc`` are addresses; ``body`` holds the
    sender's own words (no quote), ``about`` the facts that a reply refers to (JSON-ready). ``author`` is ``composed``
    or ``llm``; ``note`` is the reason why a language model's text was not used. ``log`` holds the lines of the host's
    mail log. ``indexed`` are the logins whose mailbox the mail server indexes afterwards.
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
    body: str
    about: Mapping[str, Any]
    copies: tuple[MailCopy, ...]
    author: str = "composed"
    note: str | None = None
    log: tuple[LogNote, ...] = ()
    indexed: tuple[str, ...] = ()

    kind: ClassVar[str] = "email"
    event_action: ClassVar[str] = "email:send"
    room: ClassVar[str] = "orchestrator.email"
    in_mailbox: ClassVar[bool] = True

    def payload(self) -> dict[str, Any]:
        return {
            "message_id": self.message_id,
            "thread_id": self.thread_id,
            "in_reply_to": self.in_reply_to,
            "sender": self.sender,
            "recipient": self.recipient,
            "cc": list(self.cc),
            "subject": self.subject,
            "language": self.language,
            "author": self.author,
            **({"note": self.note} if self.note else {}),
            "paths": [copy.path for copy in self.copies],
            "bytes": sum(len(copy.content) for copy in self.copies),
        }

    def recovery(self) -> dict[str, Any]:
        paths = possible_paths(self.copies[0].path) if self.copies else []
        return {"paths": paths, "mailbox": True, "record": self.row()}

    def row(self) -> dict[str, Any]:
        """The columns of the mail's row, JSON-ready; ``sent_at`` is ISO 8601.

        An intent carries it, so that recovery after a crash does not compose the text again.
        """
        return {
            "message_id": self.message_id,
            "thread_id": self.thread_id,
            "in_reply_to": self.in_reply_to,
            "references": list(self.references),
            "decky": self.decky,
            "sender": self.sender,
            "recipient": self.recipient,
            "cc": list(self.cc),
            "subject": self.subject,
            "language": self.language,
            "sent_at": self.moment.isoformat(),
            "path": self.copies[0].path if self.copies else "",
            "copies": [{"owner": copy.owner, "path": copy.path, "flags": copy.flags} for copy in self.copies],
            "body": self.body,
            "about": dict(self.about),
            "author": self.author,
        }

    def changes(self, outcome: Outcome) -> tuple[Change, ...]:
        return (MailDelivered(values=self.row()),) if outcome.success else ()

    def outline(self) -> dict[str, Any]:
        return {
            **super().outline(),
            "message_id": self.message_id,
            "thread_id": self.thread_id,
            "sender": self.sender,
            "recipient": self.recipient,
            "cc": list(self.cc),
            "subject": self.subject,
            "author": self.author,
            "paths": [copy.path for copy in self.copies],
            **({"note": self.note} if self.note else {}),
        }

    def diff(self) -> Mapping[str, str] | None:
        if not self.copies:
            return None
        content = self.copies[0].content
        after = content.decode("utf-8", "replace") if len(content) <= MAX_DIFF_BYTES else f"({len(content)} bytes)\n"
        return {"before_header": "(no mail)", "after_header": self.copies[0].path, "before": "", "after": after}


@dataclass(frozen=True, kw_only=True)
class FlagAction(Action):
    """Flags that a mail client sets on a stored mail (seen, answered). The file is renamed as Maildir defines it."""

    message_id: str
    path: str
    target: str
    flags: str

    kind: ClassVar[str] = "email"
    event_action: ClassVar[str] = "email:flag"
    room: ClassVar[str] = "orchestrator.email"
    in_mailbox: ClassVar[bool] = True
    #: The owner, or an intruder, may have moved the mail first.
    failure_is_fatal: ClassVar[bool] = False

    def payload(self) -> dict[str, Any]:
        return {"message_id": self.message_id, "path": self.path, "target": self.target, "flags": self.flags}

    def recovery(self) -> dict[str, Any]:
        return {"paths": [self.target], "mailbox": True}

    def changes(self, outcome: Outcome) -> tuple[Change, ...]:
        return (
            MailFlagged(
                message_id=self.message_id,
                path=self.path,
                target=self.target,
                flags=self.flags,
                found=outcome.success,
            ),
        )

    def outline(self) -> dict[str, Any]:
        return {**super().outline(), "message_id": self.message_id, "path": self.target, "flags": self.flags}


def flagged_path(path: str, flags: str) -> str:
    """The path of a stored copy with ``flags``: in ``cur``, under its own unique name."""
    folder, _slash, name = path.rpartition("/")
    return f"{folder.rpartition('/')[0]}/cur/{name.partition(':2,')[0]}:2,{flags}"


def possible_paths(path: str) -> list[str]:
    """The paths that a delivered copy may have: the path of delivery, and those to which a mail server may move it."""
    return [path, *(flagged_path(path, flags) for flags in ("", "S", "RS"))]
