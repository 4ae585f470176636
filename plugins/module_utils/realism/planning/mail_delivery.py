# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans mail only, for runs that deliver it at a separate pace."""

from __future__ import annotations

from ..model.records import MAIL_CLOCK
from . import mail
from .agenda import Agenda
from .plan import Plan
from .planner import is_mail
from .snapshot import Snapshot
from .texts import NO_TEXTS, Texts
from .tick import occupied

CLOCK = MAIL_CLOCK


def agenda(snapshot: Snapshot) -> Agenda:
    """The mail that is due since the last delivery."""
    share = snapshot.options.weights.email_share
    letters = [time for time in snapshot.activity_times if is_mail(snapshot.seed, time, share)]
    return Agenda(mail=mail.due_mail(snapshot, letters, snapshot.window_start(MAIL_CLOCK)))


def plan(snapshot: Snapshot, texts: Texts = NO_TEXTS) -> Plan:
    """The deliveries and marks of one run."""
    if not snapshot.has_mailboxes:
        return Plan(quiet="the decky has no mailboxes; its decoy_services have neither imap nor pop3")
    last, due = snapshot.clocks.get(MAIL_CLOCK), snapshot.agenda.mail
    if last is not None and last >= snapshot.now:
        return Plan(quiet=f"mail is delivered up to {last.isoformat()} already")
    clocks = {MAIL_CLOCK: snapshot.now}
    if due is None or not snapshot.agenda.has_mail:
        return Plan(quiet="nothing is due", clocks=clocks)
    if refusal := occupied(snapshot):
        return Plan(quiet=refusal, clocks=clocks)
    letters = mail.mail_actions(snapshot, due, texts)
    return Plan(actions=tuple(letters.actions), clocks=clocks, texts=tuple(letters.texts))
