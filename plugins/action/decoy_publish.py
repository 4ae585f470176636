# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Publishes what happened. The module of the same name documents it."""

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
            beat = health(ledger, now, options["run"], options.get("llm"), names)
            ledger.enqueue(names, TOPIC, beat, now)
            told = relay(ledger, publishers)
        answer: dict[str, Any] = {"changed": False, "health": beat, "publishers": [vars(item) for item in told]}
        warnings = [f"{item.problem}; {item.waiting} messages wait" for item in told if item.problem]
        warnings += [
            f"{item.publisher} refused {item.rejected} messages, which are set aside" for item in told if item.rejected
        ]
        warnings += [
            f"{item.publisher} has been away for so long that {item.dropped} messages were dropped"
            for item in told
            if item.dropped
        ]
        return {**answer, "warnings": warnings} if warnings else answer
