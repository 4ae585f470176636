# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action plugin of the module decoy_import_personas, which validates and installs a persona pool."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.installation import destination, install, rendered
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.pool import load_pool
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.validation import survey
from ansible_collections.decnet.realism.plugins.plugin_utils.task.controller import ControllerAction
from ansible_collections.decnet.realism.plugins.plugin_utils.task.options import options_of


class ActionModule(ControllerAction):
    """The action plugin of decoy_import_personas."""

    SPEC = {
        "src": {"type": "path", "required": True},
        "dest": {"type": "path"},
        "partial": {"type": "bool", "default": False},
        "language_default": options_of("pool")["language_default"].spec,
    }

    def act(self, options: dict[str, Any], check: bool) -> dict[str, Any]:
        source = Path(str(options["src"])).expanduser()
        pool = survey(load_pool(source, "src"), str(source), str(options["language_default"]))
        problems = list(pool.problems)
        if problems and not options["partial"]:
            count = f"{pool.bad} of {pool.bad + len(pool.good)} personas do not validate, so none is installed"
            return {
                "failed": True,
                "changed": False,
                "problems": problems,
                "msg": f"{count}; correct them, or set partial to true. {' | '.join(problems)}",
            }
        if not pool.good:
            raise RealismError(f"src {source}: has no valid persona; write a list of mappings with name and email")
        path, text = destination(options.get("dest")), rendered(pool.good)
        changed, before = install(path, text, check)
        diff = {"before_header": str(path), "after_header": str(path), "before": before, "after": text}
        result: dict[str, Any] = {
            "changed": changed,
            "dest": str(path),
            "installed": len(pool.good),
            "problems": problems,
            "diff": diff,
        }
        return {**result, "warnings": problems} if problems else result
