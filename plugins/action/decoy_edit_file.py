# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets one synthetic file go on. What it says is in the module of the same name."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.observation.task_context import Stage
from ansible_collections.decnet.realism.plugins.plugin_utils.services.edit_file import edit
from ansible_collections.decnet.realism.plugins.plugin_utils.task.base import DecoyAction


class ActionModule(DecoyAction):
    """The task word ``decoy_edit_file``."""

    SPEC = {
        "path": {"type": "str"},
        "content": {"type": "str"},
        "persona": {"type": "str"},
        "mtime": {"type": "raw"},
    }

    def act(self, stage: Stage) -> dict[str, Any]:
        return edit(stage)
