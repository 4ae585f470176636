# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The records that pass between the parts of the mail engine. Message ids stand without angle brackets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..model.persona import Persona
from ..model.records import SentMail


@dataclass(frozen=True)
class MailPlan:
    """One mail that is due: who writes to whom, when, and what it answers (None begins a thread).

    ``moment`` is aware, in the sender's own zone, never a whole second below the surface (the Date header shows whole
    seconds). ``activity_time`` is stable: the same mail has the same one on every controller.
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
    """What a mail says.

    ``subject`` has no ``Re:``. ``body`` is the sender's own words without a quote, unwrapped: each paragraph or list
    item is one line, an empty line separates paragraphs, and greeting, closing and signature are included. ``about`` is
    JSON-ready.
    """

    subject: str
    body: str
    about: Mapping[str, Any]


@dataclass(frozen=True)
class MailClient:
    """A mail program as its messages show it; the data are in corpora/mail_clients.yml.

    ``quoting``: ``bottom`` (attribution, ``> `` lines, answer below), ``top`` (answer above, attribution, ``> `` lines)
    or ``header_block`` (answer above, then a rule or block with From/Sent/To/Subject in the language, parent
    unprefixed, as Outlook does). ``text``: ``flowed``, ``quoted-printable`` or ``plain`` (hard wrapped, 7bit/8bit).
    ``header``: ``User-Agent``, ``X-Mailer`` or "" with ``banner`` as its value. ``message_id``: the name of the shape
    that its Message-IDs have. ``dashes``: whether its signature stands below ``-- ``.
    """

    name: str
    header: str
    banner: str
    message_id: str
    text: str
    quoting: str
    dashes: bool
