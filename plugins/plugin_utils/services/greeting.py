# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Has the decky greet another one over SSH."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import GreetingRequest

from ..observation.context import TaskContext
from ..task.results import result_of
from .run import run


def greet(task: TaskContext) -> dict[str, Any]:
    """Greets a peer; the result of the task. A peer that was asked for by name and does not answer fails the task."""
    options = task.options
    request = GreetingRequest(
        peer=options.get("peer"),
        address=options.get("address"),
        port=int(options["port"]),
        persona=options.get("persona"),
    )
    plan, outcomes = run(task, request, recovers=False)
    answer = result_of(plan, outcomes)
    for outcome in outcomes or ():
        answer |= outcome.payload
        if not outcome.success:
            answer.pop("warnings", None)
            answer |= {"failed": True, "msg": f"{task.name}: {outcome.error}"}
    return answer
