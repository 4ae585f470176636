# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which peer is greeted."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import TrafficAction
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Peer
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import GreetingRequest
from fakes.snapshots import NOW, PEER, planned, snapshot

OTHER = Peer("db-01", "192.0.2.9")


@pytest.mark.parametrize(
    ("request_", "peers", "expected"),
    [
        ({}, (PEER,), ("files-01", "192.0.2.7", 22, None)),
        ({"peer": "db-01"}, (PEER, OTHER), ("db-01", "192.0.2.9", 22, None)),
        ({"peer": "db-01", "port": 2222, "persona": "Omar Said"}, (OTHER,), ("db-01", "192.0.2.9", 2222, "omar")),
        ({"address": "203.0.113.5"}, (), ("203.0.113.5", "203.0.113.5", 22, None)),
        ({"peer": "away", "address": "203.0.113.5"}, (PEER,), ("away", "203.0.113.5", 22, None)),
    ],
)
def test_one_peer_is_greeted_now(request_: Any, peers: tuple[Peer, ...], expected: tuple[Any, ...]) -> None:
    plan = planned(snapshot(request=GreetingRequest(**request_), peers=peers))
    [action] = plan.actions
    assert isinstance(action, TrafficAction)
    assert (action.peer, action.address, action.port, action.persona) == expected
    assert action.moment == NOW and plan.details == {"peer": expected[0]} and not plan.clocks


def test_every_peer_may_be_chosen() -> None:
    plans = [planned(snapshot(request=GreetingRequest(), peers=(PEER, OTHER), seed=f"s{n}")) for n in range(20)]
    assert {plan.details["peer"] for plan in plans} == {"files-01", "db-01"}


def test_a_decky_without_peers_is_quiet() -> None:
    plan = planned(snapshot(request=GreetingRequest()))
    assert (plan.quiet, plan.actions) == ("fewer than two deckies speak SSH", ())


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        (
            {"peer": "x"},
            r"peer 'x' is no SSH decky of the group \(it has files-01\); correct peer, or give its address",
        ),
        ({"persona": "eve"}, "persona 'eve' is not in the pool of this decky"),
    ],
)
def test_refusals_name_the_option_and_the_way_out(request_: Any, sentence: str) -> None:
    with pytest.raises(RealismError, match=sentence):
        planned(snapshot(request=GreetingRequest(**request_), peers=(PEER,)))
