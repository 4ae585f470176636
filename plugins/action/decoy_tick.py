# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does all that is due for a decky. What it says is in the module of the same name."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.observation.task_context import Stage
from ansible_collections.decnet.realism.plugins.plugin_utils.services.tick import quiet, tick
from ansible_collections.decnet.realism.plugins.plugin_utils.task.base import DecoyAction
from ansible_collections.decnet.realism.plugins.plugin_utils.task.options import argument_spec


class ActionModule(DecoyAction):
    """The task word ``decoy_tick``."""

    SPEC = argument_spec("weights", "pace", "mail")

    def act(self, stage: Stage) -> dict[str, Any]:
        return tick(stage)

    def give_way(self, stage: Stage) -> dict[str, Any]:
        return quiet("another controller is acting on this decky")
