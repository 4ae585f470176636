# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a decky connect to the SSH port of a peer."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import GreetingRequest

from ..observation.context import TaskContext
from ..task.results import result_of
from .run import run


def greet(task: TaskContext) -> dict[str, Any]:
    """Greets one peer and returns the result of the task, which fails where the peer does not respond."""
    options = task.options
    request = GreetingRequest(
        peer=options.get("peer"),
        address=options.get("address"),
        port=int(options["port"]),
        persona=options.get("persona"),
    )
    plan, outcomes = run(task, request, recovers=False)
    result = result_of(plan, outcomes)
    for outcome in outcomes or ():
        result |= outcome.payload
        if not outcome.success:
            result.pop("warnings", None)
            result |= {"failed": True, "msg": f"{task.name}: {outcome.error}"}
    return result
