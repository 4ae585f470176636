# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says how the fleet is. What it says is in the module of the same name."""
from __future__ import annotations

import os
from datetime import datetime, timezone
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.errors import RealismError
from ansible_collections.decnet.realism.plugins.plugin_utils.bus.settings import names_of
from ansible_collections.decnet.realism.plugins.plugin_utils.controller_action import ControllerAction
from ansible_collections.decnet.realism.plugins.plugin_utils.health import health
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.options import read_moment
from ansible_collections.decnet.realism.plugins.plugin_utils.status import lines


class ActionModule(ControllerAction):
    """The task word ``decoy_status``."""

    SPEC = {
        "ledger": {"type": "str", "default": "~/.decnet/ledger.db"},
        "bus": {"type": "list", "elements": "raw", "default": ["jsonl"]},
        "llm": {"type": "str"},
        "fleet": {"type": "list", "elements": "str", "default": []},
        "now": {"type": "raw"},
    }

    def act(self, options: dict[str, Any], check: bool) -> dict[str, Any]:
        location = str(options["ledger"])
        if "://" not in location and not os.path.exists(os.path.expanduser(location)):
            raise RealismError(f"there is no ledger {location} yet; age the fleet once, or correct ledger")
        now = read_moment(options["now"], "now") if options.get("now") is not None else datetime.now(timezone.utc)
        with open_ledger(location) as ledger:
            beat = health(ledger, now, {}, options.get("llm"), names_of(options["bus"]))
            text = lines(ledger.figures(now), beat, ledger.last_ticks(), [str(name) for name in options["fleet"]], ledger.path, now)
        return {"changed": False, "lines": text, "health": beat}
