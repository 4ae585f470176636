# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What kinds of artefact there are, and what can be done about them.

The values of :class:`ContentClass` and :class:`Verb` are stored in ledgers: they never change.
Actions are plain records: everything random is decided before one is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Union


class ContentClass(str, Enum):
    """The kind of an artefact. Members compare equal to their stored value."""

    NOTE = "note"
    TODO = "todo"
    DRAFT = "draft"
    SCRIPT = "script"
    LOG_CRON = "log_cron"
    LOG_DAEMON = "log_daemon"
    CACHE_TMP = "cache_tmp"
    EMAIL = "email"
    CANARY = "canary"

    __str__ = str.__str__


class Verb(str, Enum):
    """What a plan does on its occasion."""

    CREATE = "create"
    EDIT = "edit"
    ROTATE = "rotate"
    TRAFFIC = "traffic"
    EMAIL = "email"

    __str__ = str.__str__


USER_CLASSES = (ContentClass.NOTE, ContentClass.TODO, ContentClass.DRAFT, ContentClass.SCRIPT)
SYSTEM_CLASSES = (ContentClass.LOG_CRON, ContentClass.LOG_DAEMON, ContentClass.CACHE_TMP)
LOG_CLASSES = (ContentClass.LOG_CRON, ContentClass.LOG_DAEMON)
#: Classes whose files grow; the others are written once (cache_tmp), by the operator (canary) or as mail.
EDITABLE_CLASSES = USER_CLASSES + LOG_CLASSES


@dataclass(frozen=True)
class Plan:
    """What to do on one occasion: the outcome of :func:`planner.pick`, before it is made concrete.

    ``persona`` is the login of the persona, ``None`` for the system. ``candidate`` is the uuid of
    the synthetic file to edit (``verb`` EDIT only), ``peer`` the decky to greet (TRAFFIC only).
    """

    verb: Verb
    decky: str
    moment: datetime
    persona: str | None = None
    content_class: ContentClass | None = None
    occasion: str | None = None
    candidate: str | None = None
    peer: str | None = None


@dataclass(frozen=True)
class FileAction:
    """A file to create. ``mode`` is an octal permission as an int, ``mtime`` an aware datetime.

    ``author`` is ``composed`` or ``llm``; ``note`` why a language model was not heard.
    """

    decky: str
    path: str
    persona: str | None
    content_class: ContentClass
    body: bytes
    uid: int
    gid: int
    mode: int
    mtime: datetime
    occasion: str | None = None
    author: str = "composed"
    note: str | None = None

    event_action = "file:create"


@dataclass(frozen=True)
class EditAction:
    """A known synthetic file that goes on: ``body`` is the whole new body, for logs (``append``) the new lines only.

    ``previous_body`` is what stood there when it was read (for logs the end of it).
    """

    decky: str
    path: str
    persona: str | None
    content_class: ContentClass
    previous_body: bytes
    body: bytes
    uid: int
    gid: int
    mode: int
    mtime: datetime
    synthetic_file_uuid: str
    append: bool = False
    occasion: str | None = None

    event_action = "file:edit"


@dataclass(frozen=True)
class RotateAction:
    """A log that is rotated the way logrotate does it: renamed, the one before compressed, ``keep`` kept.

    ``status_entry`` is its line in logrotate's status file at ``status_path``, for a host that has that file.
    """

    decky: str
    path: str
    content_class: ContentClass
    keep: int
    mtime: datetime
    synthetic_file_uuid: str
    occasion: str | None = None
    persona: str | None = None
    status_path: str = ""
    status_entry: str = ""

    event_action = "file:rotate"


@dataclass(frozen=True)
class TrafficAction:
    """A greeting: ``src_decky`` opens a TCP connection to ``address:port`` and reads the SSH banner."""

    src_decky: str
    dst_decky: str
    address: str
    port: int
    moment: datetime
    persona: str | None = None
    protocol: str = "ssh"
    occasion: str | None = None

    event_action = "traffic:ssh_banner"

    @property
    def decky(self) -> str:
        """The decky whose activity this is."""
        return self.src_decky


@dataclass(frozen=True)
class MailCopy:
    """One stored copy of a mail: whose mailbox (a login), the file, and the Maildir flags it bears (``""`` in ``new``, ``"RS"``)."""

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
    """What is said of an action in a log that others write as well: whole ``lines`` with their moments. ``timezone`` is the log's, by which lines
    without one are read. A log that is not there is made with ``owner`` (uid, gid, mode), or left alone where there is none."""

    path: str
    lines: tuple[tuple[datetime, str], ...]
    timezone: str
    owner: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class EmailAction:
    """A mail to deliver: what the ledger keeps of it, and its copies. ``mtime`` is the Date header, aware, in the sender's own zone.

    Message ids are without angle brackets; ``sender``, ``recipient`` and ``cc`` are addresses; ``body`` holds the sender's own words
    (no quote), ``about`` what a reply takes up (JSON-ready). ``author`` is ``composed`` or ``llm``; ``note`` why an LLM was not heard. ``indexed`` are the
    logins whose mail server is to look at the mailbox afterwards.
    """

    decky: str
    persona: str | None
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
    mtime: datetime
    copies: tuple[MailCopy, ...]
    author: str = "composed"
    note: str | None = None
    occasion: str | None = None
    log: tuple[LogNote, ...] = ()
    indexed: tuple[str, ...] = ()

    event_action = "email:send"


@dataclass(frozen=True)
class FlagAction:
    """A stored mail that its owner's mail program marks (read, answered): the file is renamed as Maildir does it."""

    decky: str
    persona: str | None
    message_id: str
    path: str
    target: str
    flags: str
    mtime: datetime
    occasion: str | None = None

    event_action = "email:flag"


Action = Union[FileAction, EditAction, RotateAction, TrafficAction, EmailAction, FlagAction]
