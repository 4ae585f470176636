# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action plugin of the module decoy_migrate_ledger, which moves a ledger to another database."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import ledger_exists, open_ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger.transfer import counts, move
from ansible_collections.decnet.realism.plugins.plugin_utils.task.controller import ControllerAction


class ActionModule(ControllerAction):
    """The action plugin of decoy_migrate_ledger."""

    SPEC = {"src": {"type": "str", "required": True}, "dest": {"type": "str", "required": True}}

    def act(self, options: dict[str, Any], check: bool) -> dict[str, Any]:
        source, target = str(options["src"]), str(options["dest"])
        if not ledger_exists(source):
            raise RealismError(f"there is no ledger {source}; set src to an existing one")
        with open_ledger(source) as old:
            if check:
                return {"changed": True, "rows": counts(old), "src": old.path}
            with open_ledger(target, seed=old.fleet_seed) as new:
                if old.path == new.path:
                    raise RealismError(f"src and dest are the same ledger, {old.path}; set dest to another one")
                rows = move(old, new)
                return {"changed": bool(rows), "rows": rows or counts(old), "src": old.path, "dest": new.path}
