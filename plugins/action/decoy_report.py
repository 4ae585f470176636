# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the report of a fleet. What it says is in the module of the same name."""
from __future__ import annotations

import os
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.errors import RealismError
from ansible_collections.decnet.realism.plugins.plugin_utils import persona_pool
from ansible_collections.decnet.realism.plugins.plugin_utils.bus.settings import default_path, names_of
from ansible_collections.decnet.realism.plugins.plugin_utils.controller_action import ControllerAction
from ansible_collections.decnet.realism.plugins.plugin_utils.health import health
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.options import read_moment
from ansible_collections.decnet.realism.plugins.plugin_utils.pool_installing import install
from ansible_collections.decnet.realism.plugins.plugin_utils.reporting import gather, render


class ActionModule(ControllerAction):
    """The task word ``decoy_report``."""

    SPEC = {
        "ledger": {"type": "str", "default": "~/.decnet/ledger.db"},
        "dest": {"type": "path"},
        "people": {"type": "dict", "default": {}},
        "personas_file": {"type": "path"},
        "language_default": {"type": "str", "default": "en"},
        "bus": {"type": "list", "elements": "raw", "default": ["jsonl"]},
        "llm": {"type": "str"},
        "now": {"type": "raw"},
    }

    def act(self, options: dict[str, Any], check: bool) -> dict[str, Any]:
        location = str(options["ledger"])
        if "://" not in location and not os.path.exists(os.path.expanduser(location)):
            raise RealismError(f"there is no ledger {location} yet; age the fleet once, or correct ledger")
        now = read_moment(options["now"], "now") if options.get("now") is not None else datetime.now(timezone.utc)
        path = Path(str(options.get("dest") or Path(default_path(location)).with_name("report.html"))).expanduser()
        people = {
            str(name): persona_pool.resolve(personas, options.get("personas_file"), os.environ, str(options["language_default"]))
            for name, personas in options["people"].items()
        }
        with open_ledger(location) as ledger:
            beat = health(ledger, now, {}, options.get("llm"), names_of(options["bus"]))
            page = render(gather(ledger, people, beat, now))
        changed, _before = install(path, page, check)
        return {"changed": changed, "dest": str(path), "bytes": len(page.encode())}
