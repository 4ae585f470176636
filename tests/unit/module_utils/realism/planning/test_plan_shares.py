# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the operator's shares and weights do to a month of ticks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism import planning
from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.activity_times import (
    activity_times_between,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import (
    EmailAction,
    FileAction,
    TrafficAction,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning import Plan
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import PlanningOptions, Snapshot
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.weights import Weights
from fakes.snapshots import DAY, NOW, PEER, PEOPLE, activity_times, decky, planned, row, snapshot

LONG_AGO = NOW - 28 * DAY


def month(option: dict[str, object], days: int = 28, **overrides: Any) -> Snapshot:
    """A tick after four weeks under the operator's ``weights``, on a host without logs."""
    options = PlanningOptions(weights=Weights.from_option(option), catch_up=31 * DAY)
    known = {"clocks": {"tick": NOW - days * DAY}, "options": options, "decky": decky(log_files=())}
    return snapshot(**{**known, **overrides})


def share_of_people(asked: Snapshot) -> float:
    times = planning.activity_times(asked)
    return sum(time.persona is not None for time in times) / len(times)


@pytest.mark.parametrize(
    ("share", "people", "system"),
    [(0.0, 0.0, 1.0), (0.2, 2 / 7, 1.0), (0.35, 0.5, 1.0), (0.7, 1.0, 1.0), (0.85, 1.0, 0.5), (1.0, 1.0, 0.0)],
)
def test_user_share_thins_out_one_side(share: float, people: float, system: float) -> None:
    """What is left of each side's activity times, over a month of four fleets."""
    counts: Counter[tuple[bool, bool]] = Counter()
    for number in range(4):
        kept = {time.id for time in planning.activity_times(month({"user_share": share}, seed=f"s{number}"))}
        for time in planning.activity_times(month({}, seed=f"s{number}")):
            counts[time.persona is not None, time.id in kept] += 1
    assert counts[True, True] / (counts[True, True] + counts[True, False]) == pytest.approx(people, abs=0.06)
    assert counts[False, True] / (counts[False, True] + counts[False, False]) == pytest.approx(system, abs=0.08)


def test_the_share_grows_with_user_share() -> None:
    shares = [share_of_people(month({"user_share": share})) for share in (0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0)]
    assert shares == sorted(shares) and len(set(shares)) == len(shares)


def test_nothing_is_thinned_out_at_the_share_that_habits_hold_by_themselves() -> None:
    everything = [
        time for actor in (*PEOPLE, None) for time in activity_times_between("seed", "web-01", actor, LONG_AGO, NOW)
    ]
    assert {time.id for time in planning.activity_times(month({"user_share": 0.7}))} == {time.id for time in everything}
    assert share_of_people(month({})) == share_of_people(month({"user_share": 0.7}))


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_the_other_side_does_nothing_at_all(share: float) -> None:
    plan = planned(month({"user_share": share, "create": 1, "edit": 0, "leave_alone": 0, "traffic_share": 0}))
    assert len(plan.actions) > 20
    assert {action.persona is not None for action in plan.actions} == {share == 1.0}


def classes(plan: Plan) -> Counter[str]:
    return Counter(str(action.content_class) for action in plan.actions if isinstance(action, FileAction))


@pytest.fixture(scope="module")
def everything() -> Counter[str]:
    """The classes of nine days under the usual weights."""
    return classes(planned(month({}, days=9)))


@pytest.mark.parametrize("name", ["note", "todo", "draft", "script", "cache_tmp"])
def test_a_weight_of_zero_switches_a_class_off(everything: Counter[str], name: str) -> None:
    rest = classes(planned(month({name: 0}, days=9)))
    assert everything[name] > 0 and rest[name] == 0
    assert set(rest) == set(everything) - {name}


def test_without_a_weight_for_create_nothing_is_created() -> None:
    """An edit that finds no file to edit is no reason to create one."""
    plan = planned(month({"create": 0, "traffic_share": 0}, days=9))
    assert not classes(plan) and not plan.actions


def test_a_side_whose_classes_all_weigh_nothing_writes_nothing() -> None:
    plan = planned(month({"note": 0, "todo": 0, "draft": 0, "script": 0, "traffic_share": 0}))
    assert set(classes(plan)) == {"cache_tmp"} and {action.persona for action in plan.actions} == {None}


def test_sixty_thirty_ten_over_many_activity_times() -> None:
    files = tuple(row(f"/home/anna/{number}.md", b"- [ ] x\n", content_class="note") for number in range(9))
    weights = Weights.from_option({"todo": 0, "traffic_share": 0})
    plan = planned(snapshot(weights=weights, files=files, activity_times=activity_times("anna", 200)))
    kinds = Counter(action.event_action for action in plan.actions if action.persona)
    assert abs(kinds["file:create"] / 200 - 0.6) < 0.1 and abs(kinds["file:edit"] / 200 - 0.3) < 0.1


@pytest.mark.parametrize(("share", "happens"), [(0.0, False), (1.0, True)])
def test_mail_and_traffic_follow_their_shares(share: float, happens: bool) -> None:
    host = decky(("ssh", "imap"), log_files=())
    mail = planned(month({"email_share": share, "traffic_share": 0}, days=4, decky=host))
    assert any(isinstance(action, EmailAction) for action in mail.actions) is happens
    assert any(action.persona and isinstance(action, FileAction) for action in mail.actions) is not happens
    traffic = planned(month({"traffic_share": share}, days=4, peers=(PEER,)))
    assert any(isinstance(action, TrafficAction) for action in traffic.actions) is happens


@pytest.mark.parametrize("rate", [0.0, 0.5, 3.0])
def test_the_rate_scales_how_much_happens(rate: float) -> None:
    usual = len(planning.activity_times(month({})))
    asked = month({})
    scaled = len(planning.activity_times(replace(asked, options=replace(asked.options, rate=rate))))
    assert (scaled == 0) if rate == 0 else (scaled < usual) if rate < 1 else (scaled > 1.5 * usual)


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ({"rate": 21}, "rate is 21.0; set it to a number from 0 to 20"),
        ({"rate": -1}, "rate is -1.0"),
        ({"catch_up": 0}, "catch_up is 0.0; set it to a number of hours above 0, at most 744"),
        ({"catch_up": 745}, "catch_up is 745.0"),
        ({"weights": {"creat": 1}}, "'creat' is neither a share"),
    ],
)
def test_options_that_mean_nothing_are_refused(option: dict[str, object], sentence: str) -> None:
    with pytest.raises(Exception, match=sentence):
        PlanningOptions.from_options(option)


def test_options_that_are_absent_keep_their_defaults() -> None:
    assert PlanningOptions.from_options({}) == PlanningOptions()
    assert PlanningOptions.from_options({"while_occupied": "ignore", "domain": None, "catch_up": 2}) == PlanningOptions(
        defer_while_occupied=False, catch_up=DAY / 12
    )
