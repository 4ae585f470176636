# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action plugin of the module decoy_ssh_banner_probe, which greets a peer."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.observation.context import TaskContext
from ansible_collections.decnet.realism.plugins.plugin_utils.services.greeting import greet
from ansible_collections.decnet.realism.plugins.plugin_utils.task.base import DecoyAction


class ActionModule(DecoyAction):
    """The action plugin of decoy_ssh_banner_probe."""

    ACTS = False
    SPEC = {
        "peer": {"type": "str"},
        "address": {"type": "str"},
        "port": {"type": "int", "default": 22},
        "persona": {"type": "str"},
    }

    def act(self, task: TaskContext) -> dict[str, Any]:
        return greet(task)
