# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says how the fleet is. What it says is in the module of the same name."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.reporting.ledger_task import looking
from ansible_collections.decnet.realism.plugins.plugin_utils.reporting.status import lines
from ansible_collections.decnet.realism.plugins.plugin_utils.task.controller import ControllerAction
from ansible_collections.decnet.realism.plugins.plugin_utils.task.options import argument_spec


class ActionModule(ControllerAction):
    """The task word ``decoy_status``."""

    SPEC = {**argument_spec("ledger", "clock"), "fleet": {"type": "list", "elements": "str", "default": []}}

    def act(self, options: dict[str, Any], check: bool) -> dict[str, Any]:
        with looking(options) as look:
            ledger, names = look.ledger, [str(name) for name in options["fleet"]]
            text = lines(ledger.statistics(look.now), look.beat, ledger.last_ticks(), names, ledger.path, look.now)
            return {"changed": False, "lines": text, "health": look.beat}
