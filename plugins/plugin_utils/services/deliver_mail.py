# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mail of a decky alone, at a cadence of its own. It finds the same mails as a tick, and none is delivered twice."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.planner import Weights, is_mail

from ..execution.executor import carry_out
from ..execution.recovery import settle
from ..observation.task_context import MAIL_CLOCK, Stage
from ..planning import mail as mailing
from ..task import results as telling
from .tick import due, quiet, somebody_is_there, start_of

__all__ = ["drip", "quiet"]


def drip(stage: Stage) -> dict[str, Any]:
    """Deliver what is due since the last drip; the result of the task."""
    weights = Weights.from_option(stage.options.get("weights"))
    if not stage.has_mailboxes:
        return quiet("the decky has no mailboxes; its decoy_services have neither imap nor pop3")
    clock = f"{MAIL_CLOCK}{stage.name}"
    last = stage.ledger.last_tick(clock)
    if last is not None and last >= stage.now:
        return quiet(f"dripped up to {last.isoformat()} already")
    if not stage.check:
        settle(stage)
    start = start_of(stage, last)
    letters = [item for item in due(stage, start) if is_mail(stage.seed, item, weights.email_share)]
    answer = quiet("nothing is due")
    if mail := mailing.due_mail(stage, letters, start, weights):
        answer = somebody_is_there(stage) or _deliver(stage, mailing.mail_actions(stage, mail, start))
    if not stage.check:
        stage.ledger.set_last_tick(clock, stage.now)
    return answer


def _deliver(stage: Stage, actions: list[mailing.MailAction]) -> dict[str, Any]:
    if stage.check:
        return {**telling.foretold(actions), "evidence": []}
    return {**telling.outcome(carry_out(stage, actions)), "evidence": []}
