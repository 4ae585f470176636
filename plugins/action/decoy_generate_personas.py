# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action plugin of the module decoy_generate_personas, which generates and installs a persona pool."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.personas.generation import generate
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.installation import destination, install, rendered
from ansible_collections.decnet.realism.plugins.plugin_utils.task.controller import ControllerAction


class ActionModule(ControllerAction):
    """The action plugin of decoy_generate_personas."""

    SPEC = {
        "size": {"type": "int", "required": True},
        "domain": {"type": "str", "required": True},
        "languages": {"type": "dict", "default": {"en": 1}},
        "seed": {"type": "str", "default": "company"},
        "dest": {"type": "path"},
    }

    def act(self, options: dict[str, Any], check: bool) -> dict[str, Any]:
        people = generate(int(options["size"]), str(options["domain"]), options["languages"], str(options["seed"]))
        path, text = destination(options.get("dest")), rendered(people)
        changed, before = install(path, text, check)
        diff = {"before_header": str(path), "after_header": str(path), "before": before, "after": text}
        return {
            "changed": changed,
            "dest": str(path),
            "installed": len(people),
            "logins": [person.login for person in people],
            "diff": diff,
        }
