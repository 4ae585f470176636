# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action plugin of the module decoy_report, which writes the report of a fleet."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.atomic_file import replace
from ansible_collections.decnet.realism.plugins.plugin_utils.bus.settings import default_path
from ansible_collections.decnet.realism.plugins.plugin_utils.personas import pool as persona_pool
from ansible_collections.decnet.realism.plugins.plugin_utils.reporting import collect, render
from ansible_collections.decnet.realism.plugins.plugin_utils.reporting.ledger_view import open_view
from ansible_collections.decnet.realism.plugins.plugin_utils.task.controller import ControllerAction
from ansible_collections.decnet.realism.plugins.plugin_utils.task.options import argument_spec


class ActionModule(ControllerAction):
    """The action plugin of decoy_report."""

    SPEC = {
        **argument_spec("ledger", "clock", "pool"),
        "dest": {"type": "path"},
        "people": {"type": "dict", "default": {}},
    }

    def act(self, options: dict[str, Any], check: bool) -> dict[str, Any]:
        path = Path(
            str(options.get("dest") or Path(default_path(str(options["ledger"]))).with_name("report.html"))
        ).expanduser()
        people = {
            str(name): persona_pool.resolve(
                personas, options.get("personas_file"), os.environ, str(options["language_default"])
            )
            for name, personas in options["people"].items()
        }
        with open_view(options) as view:
            page = render(collect(view.ledger, people, view.beat, view.now))
        changed, _before = replace(path, page, "the report", check=check)
        return {"changed": changed, "dest": str(path), "bytes": len(page.encode())}
