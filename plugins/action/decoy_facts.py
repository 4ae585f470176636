# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action plugin of the module decoy_facts, which returns the facts of a decky."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.observation.context import TaskContext
from ansible_collections.decnet.realism.plugins.plugin_utils.services.facts import facts
from ansible_collections.decnet.realism.plugins.plugin_utils.task.base import DecoyAction


class ActionModule(DecoyAction):
    """The action plugin of decoy_facts."""

    ACTS = False
    SPEC = {"refresh": {"type": "bool", "default": False}}

    def act(self, task: TaskContext) -> dict[str, Any]:
        return facts(task)
