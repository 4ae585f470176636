# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From moments to mails: who writes to whom (threads), what it says (composition, a language model), the message, its copies, its flags.

Nothing here looks at the decky; what was delivered before is the ledger's to say.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Union

from ansible_collections.decnet.realism.plugins.module_utils.realism.occasions import Occasion
from ansible_collections.decnet.realism.plugins.module_utils.realism.planner import Weights
from ansible_collections.decnet.realism.plugins.module_utils.realism.taxonomy import EmailAction, FlagAction

from .ledger import Email
from .stage import Stage

if TYPE_CHECKING:
    from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.records import MailPlan

MailAction = Union[EmailAction, FlagAction]
#: How far back a thread may still be answered, and a mail still be read: beyond it nobody in the measured threads came back.
REMEMBERED = timedelta(days=45)


@dataclass
class DueMail:
    """What is due on one decky: mails to write, and the earlier ones among which threads go on."""

    plans: list[MailPlan] = field(default_factory=list)
    known: list[Email] = field(default_factory=list)
    flags: list[FlagAction] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.plans or self.flags)


def due_mail(stage: Stage, letters: Sequence[Occasion], start: datetime, weights: Weights) -> DueMail:
    """What mail is due; nothing on a decky without mailboxes, or where mail has no share."""
    if not stage.has_mailboxes or not weights.email_share:
        return DueMail()
    raise NotImplementedError


def mail_actions(stage: Stage, due: DueMail) -> list[MailAction]:
    """The mails, in the order of their dates, and the marks on earlier ones."""
    if not due:
        return []
    raise NotImplementedError
