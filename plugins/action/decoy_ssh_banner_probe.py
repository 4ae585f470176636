# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Greets another decky over SSH. What it says is in the module of the same name."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.taxonomy import TrafficAction
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.executor import carry_out
from ansible_collections.decnet.realism.plugins.plugin_utils.observation.inventory import SSH_PORT, Peer
from ansible_collections.decnet.realism.plugins.plugin_utils.observation.task_context import Stage
from ansible_collections.decnet.realism.plugins.plugin_utils.task import results as telling
from ansible_collections.decnet.realism.plugins.plugin_utils.task.base import DecoyAction


class ActionModule(DecoyAction):
    """The task word ``decoy_ssh_banner_probe``."""

    ACTS = False
    SPEC = {
        "peer": {"type": "str"},
        "address": {"type": "str"},
        "port": {"type": "int", "default": SSH_PORT},
        "persona": {"type": "str"},
    }

    def act(self, stage: Stage) -> dict[str, Any]:
        peer = _peer(stage)
        if peer is None:
            return {"changed": False, "actions": [], "quiet": "fewer than two deckies speak SSH"}
        persona = stage.persona(stage.options["persona"]).login if stage.options.get("persona") else None
        action = TrafficAction(stage.name, peer.name, peer.address, stage.options["port"], stage.now, persona)
        if stage.check:
            return telling.foretold([action])
        results = carry_out(stage, [action])
        answer = telling.outcome(results)
        if not results[0].success:
            # Here the greeting was asked for by name: that nobody answered is the task's failure, not a warning.
            answer.pop("warnings", None)
            answer |= {"failed": True, "msg": f"{stage.name}: {results[0].error}"}
        return {**answer, "peer": peer.name, **results[0].payload}


def _peer(stage: Stage) -> Peer | None:
    """The peer that was asked for, or one by lot."""
    wanted, address = stage.options.get("peer"), stage.options.get("address")
    if address:
        return Peer(wanted or address, address)
    if wanted is None:
        return (
            seeded_random(stage.seed, "peer", stage.name, stage.now.isoformat()).choice(stage.peers)
            if stage.peers
            else None
        )
    found = next((peer for peer in stage.peers if peer.name == wanted), None)
    if found is None:
        known = ", ".join(peer.name for peer in stage.peers) or "none"
        raise RealismError(
            f"peer {wanted[:80]!r} is no SSH decky of the group {stage.options['group']} (it has {known}); correct peer, or give its address"
        )
    return found
