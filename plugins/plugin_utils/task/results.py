# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The result of a task in Ansible's conventions: changed, diff, warnings, failed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import Action, Outcome
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.plan import Plan


def quiet(reason: str) -> dict[str, Any]:
    """The result of a run without actions. ``reason`` is shown to the operator."""
    return {"changed": False, "quiet": reason, "actions": [], "evidence": []}


def result_of(plan: Plan, outcomes: Sequence[Outcome] | None) -> dict[str, Any]:
    """The result of a run: its outcomes, or, in check mode, where ``outcomes`` is None, the planned actions."""
    result: dict[str, Any] = {
        "evidence": [item.outline() for item in plan.evidence],
        **(_predicted(plan.actions) if outcomes is None else _reported(outcomes)),
        **plan.details,
    }
    if plan.quiet:
        result["quiet"] = plan.quiet
    if plan.warnings:
        result["warnings"] = [*plan.warnings, *result.get("warnings", ())]
    return result


def result_of_one(plan: Plan, outcomes: Sequence[Outcome] | None) -> dict[str, Any]:
    """The result of a run of one action, with the outline of the action as return values."""
    result = result_of(plan, outcomes)
    return result | outcomes[0].outline() if outcomes else result


def _reported(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The result of the outcomes. Failed actions fail the task, warn, or do neither, by the kind of the action."""
    failures = [outcome for outcome in outcomes if not outcome.success]
    fatal = sorted({str(outcome.error) for outcome in failures if outcome.action.failure_is_fatal})
    warnings = [str(outcome.error) for outcome in failures if outcome.action.failure_warns]
    return {
        "changed": any(outcome.changed for outcome in outcomes),
        "actions": [outcome.outline() for outcome in outcomes],
        "diff": _diffs(outcome.action for outcome in outcomes if outcome.success),
        **({"warnings": warnings} if warnings else {}),
        **({"failed": True, "msg": "; ".join(fatal)} if fatal else {}),
    }


def _predicted(actions: Sequence[Action]) -> dict[str, Any]:
    return {
        "changed": bool(actions),
        "actions": [action.outline() for action in actions],
        "diff": _diffs(actions),
    }


def _diffs(actions: Iterable[Action]) -> list[dict[str, str]]:
    """The diffs of the files that change."""
    return [dict(diff) for action in actions if (diff := action.diff()) is not None]
