# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One greeting from the decky to another one."""

from __future__ import annotations

from ..model.actions import TrafficAction
from ..model.decky import Peer
from ..model.errors import RealismError
from ..model.seeded_random import seeded_random
from .agenda import Agenda
from .plan import Plan
from .requests import GreetingRequest
from .snapshot import Snapshot
from .texts import NO_TEXTS, Texts

CLOCK = None


def agenda(snapshot: Snapshot) -> Agenda:
    """The greeting; empty where there is nobody to greet. Raises RealismError for an unknown peer."""
    request = snapshot.request
    if not isinstance(request, GreetingRequest):
        raise TypeError(f"a greeting is asked for by a GreetingRequest, not a {type(request).__name__}")
    peer = _peer(snapshot, request)
    if peer is None:
        return Agenda()
    action = TrafficAction(
        decky=snapshot.decky.name,
        moment=snapshot.now,
        persona=snapshot.persona(request.persona).login if request.persona else None,
        peer=peer.name,
        address=peer.address,
        port=request.port,
    )
    return Agenda(greeting=action)


def plan(snapshot: Snapshot, texts: Texts = NO_TEXTS) -> Plan:
    """The greeting."""
    greeting = snapshot.agenda.greeting
    if greeting is None:
        return Plan(quiet="fewer than two deckies speak SSH")
    return Plan(actions=(greeting,), details={"peer": greeting.peer})


def _peer(snapshot: Snapshot, request: GreetingRequest) -> Peer | None:
    """The peer that was asked for, or one by lot."""
    if request.address:
        return Peer(request.peer or request.address, request.address)
    if request.peer is None:
        rng = seeded_random(snapshot.seed, "peer", snapshot.decky.name, snapshot.now.isoformat())
        return rng.choice(snapshot.peers) if snapshot.peers else None
    found = next((peer for peer in snapshot.peers if peer.name == request.peer), None)
    if found is None:
        known = ", ".join(peer.name for peer in snapshot.peers) or "none"
        raise RealismError(
            f"peer {request.peer[:80]!r} is no SSH decky of the group (it has {known}); "
            "correct peer, or give its address"
        )
    return found
