# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One run of a use case: observe, plan, write, apply, record. Check mode does not apply."""

from __future__ import annotations

import os

from ansible_collections.decnet.realism.plugins.module_utils.realism import planning
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import Outcome
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.plan import Plan
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import Request

from ..execution.executor import Executor
from ..execution.recovery import recover
from ..llm import LLMError, get_llm
from ..llm.writer import Writer
from ..observation.context import TaskContext
from ..observation.observer import Observer


def run(task: TaskContext, request: Request, recovers: bool = True) -> tuple[Plan, tuple[Outcome, ...] | None]:
    """Runs one use case on the decky of the task; returns the plan and its outcomes (None in check mode).

    With ``recovers``, the in-doubt actions of a crashed run are resolved first, which requires the lease of the decky.
    Raises DeckyUnreachable, TransportError, LedgerError and RealismError; the clocks are then unchanged.
    """
    if recovers and not task.check:
        recover(task.ledger, task.name, task.transport, task.mail_transports[0])
    snapshot = Observer(task).snapshot(request)
    plan = planning.plan(snapshot)
    if task.check:
        return plan, None
    plan = _writer(task).write(snapshot, plan) if plan.texts else plan
    executor = Executor(task.ledger, task.transport, task.mail_transports)
    return plan, tuple(executor.apply(task.name, task.now, plan))


def _writer(task: TaskContext) -> Writer:
    """The writer of the task, with the backend that is configured, if any. Raises RealismError."""
    settings = task.options.get("llm_settings")
    try:
        backend = get_llm(task.options.get("llm"), os.environ, settings)
        return Writer(backend, task.ledger, settings, renew_lease=task.renew_lease)
    except (LLMError, ValueError) as problem:
        raise RealismError(str(problem)) from None
