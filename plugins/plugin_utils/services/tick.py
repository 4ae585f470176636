# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that is due for one decky, done in one go: one read, one write."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.activity_times import (
    ActivityTime,
    activity_times_between,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.taxonomy import (
    Action,
    ContentClass,
    TrafficAction,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.planner import Weights, is_mail

from ..execution.drivers import ActivityResult
from ..execution.executor import carry_out
from ..execution.recovery import settle
from ..observation.task_context import Stage
from ..planning import mail as mailing
from ..planning.files import choose, make_concrete
from ..planning.logs import log_actions, logs_due
from ..task import results as telling

#: Under this prefix the ledger keeps up to when the logs of a decky are written.
LOG_CLOCK = "logs:"


def tick(stage: Stage) -> dict[str, Any]:
    """One tick; the result of the task. Raises what its parts raise, with the last tick where it was."""
    weights = Weights.from_option(stage.options.get("weights"))
    last = stage.ledger.last_tick(stage.name)
    if last is not None and last >= stage.now:
        return quiet(f"aged up to {last.isoformat()} already")
    if not stage.check:
        settle(stage)
    start = start_of(stage, last)
    activity_times = due(stage, start)
    # Lines that were let go because somebody was there come when they are gone: a log with a hole in it would tell for ever.
    log_clock = f"{LOG_CLOCK}{stage.name}"
    logged = stage.ledger.last_tick(log_clock)
    log_start = start_of(stage, logged or start)
    targets = logs_due(stage, log_start)
    letters = [
        item for item in activity_times if stage.has_mailboxes and is_mail(stage.seed, item, weights.email_share)
    ]
    mail = mailing.due_mail(stage, letters, start, weights)
    if not activity_times and not targets and not mail:
        advance(stage)
        return quiet("nothing is due")
    if refusal := somebody_is_there(stage):
        if logged is None and not stage.check:
            # The decky's own clock runs on below; from where its logs are behind has to be remembered apart.
            stage.ledger.set_last_tick(log_clock, log_start)
        advance(stage)
        return refusal
    # Only now: to look at the end of a log is a process in the decky, which nobody who is there may see.
    logs = log_actions(stage, targets, log_start)
    choice = choose(stage, [item for item in activity_times if item not in letters], weights)
    # A name of mktemp's making is free on any host: to look at /tmp would be a round trip of its own.
    paths = sorted(
        {intent.path for intent in choice.intents if intent.plan.content_class is not ContentClass.CACHE_TMP}
    )
    found = make_concrete(stage, choice.intents, stage.transport.read(paths) if paths else {})
    actions: list[Action] = sorted(
        [*found.actions, *logs, *mailing.mail_actions(stage, mail, start, with_logs=True)], key=_moment
    )
    if choice.greeting is not None:
        actions.append(choice.greeting)
    evidence = [{"path": row.path, "state": state, "persona": row.persona} for _action, row, state in found.evidence]
    if stage.check:
        return {**telling.foretold(actions), "evidence": evidence}
    for refused, row, state in found.evidence:
        stage.ledger.record_event(refused, ActivityResult(refused, False, error=state), stage.now)
        stage.ledger.mark_synthetic_file(row.uuid, state)
    results = carry_out(stage, actions, until=stage.now)
    stage.ledger.set_last_tick(log_clock, stage.now)
    return {**telling.outcome(results), "evidence": evidence}


def due(stage: Stage, start: datetime) -> list[ActivityTime]:
    """The activity times in ``(start, now]`` that no earlier tick carried out, in the order of their moments."""
    rate = float(stage.options["rate"])
    if not 0 <= rate <= 20:
        raise RealismError(f"rate is {rate}; set it to a number from 0 to 20, 1 being an ordinary pace")
    # In a fleet whose mail stands elsewhere, some write mail here and have no account on the decky itself.
    here = dict.fromkeys([*stage.decky.usable_personas(), *(mailing.people(stage) if stage.has_mailboxes else ())])
    actors = [*here, None]
    found = [
        item
        for actor in actors
        for item in activity_times_between(stage.seed, stage.name, actor, start, stage.now, rate)
    ]
    done = stage.ledger.done_activity_times([item.id for item in found])
    return sorted((item for item in found if item.id not in done), key=lambda item: (item.moment, item.id))


def start_of(stage: Stage, last: datetime | None) -> datetime:
    """From where a run looks on: the last one's end, but no further back than the option catch_up."""
    hours = float(stage.options["catch_up"])
    if not 0 < hours <= 24 * 31:
        raise RealismError(f"catch_up is {hours}; set it to a number of hours above 0, at most 744")
    earliest = stage.now - timedelta(hours=hours)
    return earliest if last is None else max(last, earliest)


def somebody_is_there(stage: Stage) -> dict[str, Any] | None:
    """The quiet result of a run that finds people on the decky and is to let them be; None where the way is free."""
    if stage.options["while_occupied"] == "defer" and (people := stage.occupied()):
        return quiet(f"somebody is on the decky ({people} sessions); what was due is let go")
    return None


def advance(stage: Stage) -> None:
    """Remember that the decky is aged up to now."""
    if not stage.check:
        stage.ledger.set_last_tick(stage.name, stage.now)


def quiet(reason: str) -> dict[str, Any]:
    """The result of a run that did nothing, and why."""
    return {"changed": False, "quiet": reason, "actions": [], "evidence": []}


def _moment(action: Action) -> datetime:
    return action.moment if isinstance(action, TrafficAction) else action.mtime
