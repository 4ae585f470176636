# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action plugin of the module decoy_publish, which publishes the messages of the outbox and a heartbeat."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.bus.relay import relay
from ansible_collections.decnet.realism.plugins.plugin_utils.bus.settings import names_of, publishers_of
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.reporting.health import TOPIC, health
from ansible_collections.decnet.realism.plugins.plugin_utils.task.controller import ControllerAction
from ansible_collections.decnet.realism.plugins.plugin_utils.task.options import argument_spec


class ActionModule(ControllerAction):
    """The action plugin of decoy_publish."""

    SPEC = {**argument_spec("ledger"), "run": {"type": "dict", "default": {}}}

    def act(self, options: dict[str, Any], check: bool) -> dict[str, Any]:
        names = names_of(options["bus"])
        publishers = publishers_of(options["bus"], str(options["ledger"]))
        if check or not publishers:
            return {"changed": False, "publishers": []}
        now = datetime.now(timezone.utc)
        with open_ledger(str(options["ledger"])) as ledger:
            heartbeat = health(ledger, now, options["run"], options.get("llm"), names)
            ledger.enqueue(names, TOPIC, heartbeat, now)
            relayed = relay(ledger, publishers)
        result: dict[str, Any] = {"changed": False, "health": heartbeat, "publishers": [vars(item) for item in relayed]}
        warnings = [f"{item.problem}; {item.waiting} messages wait in the outbox" for item in relayed if item.problem]
        warnings += [
            f"{item.publisher} rejected {item.rejected} messages, which are not sent again"
            for item in relayed
            if item.rejected
        ]
        warnings += [
            f"{item.publisher} did not respond for too long, so {item.dropped} messages were dropped"
            for item in relayed
            if item.dropped
        ]
        return {**result, "warnings": warnings} if warnings else result
