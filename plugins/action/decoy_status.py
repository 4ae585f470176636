# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action plugin of the module decoy_status, which returns the state of a fleet."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.reporting.ledger_view import open_view
from ansible_collections.decnet.realism.plugins.plugin_utils.reporting.status import lines
from ansible_collections.decnet.realism.plugins.plugin_utils.task.controller import ControllerAction
from ansible_collections.decnet.realism.plugins.plugin_utils.task.options import argument_spec


class ActionModule(ControllerAction):
    """The action plugin of decoy_status."""

    SPEC = {**argument_spec("ledger", "clock"), "fleet": {"type": "list", "elements": "str", "default": []}}

    def act(self, options: dict[str, Any], check: bool) -> dict[str, Any]:
        with open_view(options) as view:
            ledger, names = view.ledger, [str(name) for name in options["fleet"]]
            text = lines(ledger.statistics(view.now), view.beat, ledger.last_ticks(), names, ledger.path, view.now)
            return {"changed": False, "lines": text, "health": view.beat}
