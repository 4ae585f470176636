# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The records that the modules of mail exchange. Message-IDs have no angle brackets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..model.persona import Persona
from ..model.records import SentMail


@dataclass(frozen=True)
class MailPlan:
    """One mail that is due. ``parent`` is the mail that it answers; None starts a thread.

    ``moment`` is aware, in the sender's zone, and has microseconds, although the Date header shows whole seconds.
    ``activity_time`` is stable: a mail has the same one on every controller.
    """

    thread_id: str
    sender: Persona
    recipient: Persona
    cc: tuple[Persona, ...]
    moment: datetime
    language: str
    activity_time: str
    parent: SentMail | None = None


@dataclass(frozen=True)
class Written:
    """The text of a mail.

    ``subject`` has no ``Re:``. ``body`` is the sender's own text without quotes, unwrapped: each paragraph or list item
    is one line, an empty line separates paragraphs, and greeting, closing and signature are included. ``about`` can be
    serialised to JSON.
    """

    subject: str
    body: str
    about: Mapping[str, Any]


@dataclass(frozen=True)
class MailClient:
    """A mail program, by the properties of its messages. The data are in corpora/mail_clients.yml.

    ``quoting``: ``bottom`` (attribution, ``> `` lines, reply below), ``top`` (reply above, attribution, ``> `` lines)
    or ``header_block`` (reply above, then a block of From, Sent, To and Subject in the language, and the parent
    without prefixes, as Outlook does). ``text``: ``flowed``, ``quoted-printable`` or ``plain`` (hard wrapped, 7bit or
    8bit). ``header``: ``User-Agent``, ``X-Mailer`` or ""; ``banner`` is its value. ``message_id``: the name of the
    format of its Message-IDs. ``dashes``: whether ``-- `` precedes the signature.
    """

    name: str
    header: str
    banner: str
    message_id: str
    text: str
    quoting: str
    dashes: bool
