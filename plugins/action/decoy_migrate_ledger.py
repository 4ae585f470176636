# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moves a ledger into another database. The module of the same name documents it."""

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
            raise RealismError(f"there is no ledger {source}; correct src")
        with open_ledger(source) as old:
            if check:
                return {"changed": True, "rows": counts(old), "src": old.path}
            with open_ledger(target, seed=old.fleet_seed) as new:
                if old.path == new.path:
                    raise RealismError(f"{old.path} cannot be moved into itself; correct src or dest")
                rows = move(old, new)
                return {"changed": bool(rows), "rows": rows or counts(old), "src": old.path, "dest": new.path}
