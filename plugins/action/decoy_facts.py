# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what a decky is. What it says is in the module of the same name."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.observation.task_context import Stage
from ansible_collections.decnet.realism.plugins.plugin_utils.task.base import DecoyAction


class ActionModule(DecoyAction):
    """The task word ``decoy_facts``."""

    ACTS = False
    SPEC = {"refresh": {"type": "bool", "default": False}}

    def act(self, stage: Stage) -> dict[str, Any]:
        facts = stage.refresh_facts() if stage.options["refresh"] else stage.decky.facts
        usable = [persona.login for persona in stage.personas if facts.account(persona.login)]
        missing = [persona.login for persona in stage.personas if not facts.account(persona.login)]
        return {"changed": False, "decky": facts.to_dict(), "personas": usable, "personas_without_account": missing}
