# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports the facts of a decky."""

from __future__ import annotations

from typing import Any

from ..observation.context import TaskContext
from ..observation.observer import Observer


def facts(task: TaskContext) -> dict[str, Any]:
    """The result of the task: the facts of the decky, and the personas with and without an account there."""
    decky = Observer(task).facts(refresh=bool(task.options["refresh"]))
    usable = [persona.login for persona in task.personas if decky.account(persona.login)]
    missing = [persona.login for persona in task.personas if not decky.account(persona.login)]
    return {"changed": False, "decky": decky.to_dict(), "personas": usable, "personas_without_account": missing}
