# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what a decky is."""

from __future__ import annotations

from typing import Any

from ..observation.context import TaskContext
from ..observation.observer import Observer


def facts(task: TaskContext) -> dict[str, Any]:
    """The facts of the decky, and which personas have an account there; the result of the task."""
    found = Observer(task).facts(refresh=bool(task.options["refresh"]))
    usable = [persona.login for persona in task.personas if found.account(persona.login)]
    missing = [persona.login for persona in task.personas if not found.account(persona.login)]
    return {"changed": False, "decky": found.to_dict(), "personas": usable, "personas_without_account": missing}
