# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action plugin of the module decoy_edit_file, which edits one synthetic file."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.observation.context import TaskContext
from ansible_collections.decnet.realism.plugins.plugin_utils.services.edit_file import edit_file
from ansible_collections.decnet.realism.plugins.plugin_utils.task.base import DecoyAction


class ActionModule(DecoyAction):
    """The action plugin of decoy_edit_file."""

    SPEC = {
        "path": {"type": "str"},
        "content": {"type": "str"},
        "persona": {"type": "str"},
        "mtime": {"type": "raw"},
    }

    def act(self, task: TaskContext) -> dict[str, Any]:
        return edit_file(task)
