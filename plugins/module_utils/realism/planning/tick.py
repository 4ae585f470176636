# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that is due on a decky: files, logs, mail, at most one greeting."""

from __future__ import annotations

from datetime import datetime

from ..model.actions import Action
from ..model.records import LOG_CLOCK, TICK_CLOCK
from . import files, logs, mail
from .agenda import Agenda
from .plan import Plan
from .planner import is_mail
from .snapshot import Snapshot
from .texts import NO_TEXTS, Texts

CLOCK = TICK_CLOCK


def agenda(snapshot: Snapshot) -> Agenda:
    """What is due, from the ledger and the facts alone."""
    share = snapshot.options.weights.email_share
    letters = [
        time for time in snapshot.activity_times if snapshot.has_mailboxes and is_mail(snapshot.seed, time, share)
    ]
    others = [time for time in snapshot.activity_times if time not in letters]
    planned, greeting = files.planned_files(snapshot, others)
    return Agenda(
        files=planned,
        greeting=greeting,
        logs=logs.due_logs(snapshot),
        mail=mail.due_mail(snapshot, letters, snapshot.window_start(TICK_CLOCK)),
    )


def plan(snapshot: Snapshot, texts: Texts = NO_TEXTS) -> Plan:
    """The actions of one tick in the order of their moments; a greeting comes last."""
    last, due = snapshot.clocks.get(TICK_CLOCK), snapshot.agenda
    if last is not None and last >= snapshot.now:
        return Plan(quiet=f"aged up to {last.isoformat()} already")
    if not due:
        return Plan(quiet="nothing is due", clocks={TICK_CLOCK: snapshot.now})
    if refusal := occupied(snapshot):
        return Plan(quiet=refusal, clocks={TICK_CLOCK: snapshot.now, **_log_clock(snapshot)})
    written = files.file_plan(snapshot, due.files, texts)
    letters = mail.mail_actions(snapshot, due.mail, texts, with_logs=True) if due.mail else mail.MailActions()
    lines = logs.log_actions(snapshot, due.logs) if due.logs else []
    actions: list[Action] = sorted([*written.actions, *lines, *letters.actions], key=lambda action: action.moment)
    return Plan(
        actions=(*actions, *((due.greeting,) if due.greeting else ())),
        evidence=tuple(written.evidence),
        clocks={TICK_CLOCK: snapshot.now, LOG_CLOCK: snapshot.now},
        texts=(*written.texts, *letters.texts),
    )


def occupied(snapshot: Snapshot) -> str | None:
    """Why nothing is done while people are on the decky; None where the way is free."""
    if snapshot.options.defer_while_occupied and snapshot.occupied:
        return f"somebody is on the decky ({snapshot.occupied} sessions); what was due is let go"
    return None


def _log_clock(snapshot: Snapshot) -> dict[str, datetime]:
    """From where the logs are behind, where nothing has said so yet: the decky's own clock advances without them."""
    if snapshot.agenda.logs is None or LOG_CLOCK in snapshot.clocks:
        return {}
    return {LOG_CLOCK: snapshot.agenda.logs.start}
