# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action plugin of the module decoy_plant_file, which plants one file."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.plugin_utils.observation.context import TaskContext
from ansible_collections.decnet.realism.plugins.plugin_utils.services.plant_file import plant_file
from ansible_collections.decnet.realism.plugins.plugin_utils.task.base import DecoyAction
from ansible_collections.decnet.realism.plugins.plugin_utils.task.options import argument_spec


class ActionModule(DecoyAction):
    """The action plugin of decoy_plant_file."""

    SPEC = {
        **argument_spec("weights"),
        "path": {"type": "str"},
        "content": {"type": "str"},
        "persona": {"type": "str"},
        "content_class": {
            "type": "str",
            "choices": [item.value for item in ContentClass if item is not ContentClass.EMAIL],
        },
        "mode": {"type": "str"},
        "mtime": {"type": "raw"},
        "force": {"type": "bool", "default": False},
    }

    def act(self, task: TaskContext) -> dict[str, Any]:
        return plant_file(task)
