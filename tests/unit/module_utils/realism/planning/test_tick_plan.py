# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a tick does, in which order, and which clocks it advances."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism import planning
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import (
    AppendAction,
    EmailAction,
    FileAction,
    TrafficAction,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import (
    EditRequest,
    GreetingRequest,
    MailRequest,
    PlantRequest,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import PlanningOptions
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.weights import Weights
from fakes.snapshots import (
    DAY,
    HOUR,
    NOW,
    ONLY_CREATE,
    PEER,
    SYSLOG,
    activity_time,
    decky,
    entry,
    observed,
    planned,
    snapshot,
)

BEHIND = {"tick": NOW - 5 * DAY, "logs": NOW - 5 * DAY}
#: A catch-up of five days in which a Sunday's rotation falls.
LONG = PlanningOptions(catch_up=timedelta(days=31))
QUIET_HOST: dict[str, Any] = {"decky": decky(log_files=()), "options": PlanningOptions(rate=0)}


@pytest.mark.parametrize("services", [("ssh",), ("ssh", "imap")])
def test_actions_come_in_the_order_of_their_moments_and_the_greeting_last(services: tuple[str, ...]) -> None:
    plan = planned(snapshot(clocks=BEHIND, options=LONG, decky=decky(services), peers=(PEER,)))
    *actions, greeting = plan.actions
    assert isinstance(greeting, TrafficAction) and (greeting.peer, greeting.address) == ("files-01", "192.0.2.7")
    assert not any(isinstance(action, TrafficAction) for action in actions)
    assert len(actions) > 10 and actions == sorted(actions, key=lambda action: action.moment)
    assert {type(action) for action in actions} >= {FileAction, AppendAction}
    assert any(isinstance(action, EmailAction) for action in actions) == ("imap" in services)


@pytest.mark.parametrize(
    ("overrides", "clocks", "quiet"),
    [
        pytest.param({}, {"tick": NOW, "logs": NOW}, None, id="done"),
        pytest.param(
            {"clocks": {"tick": NOW}}, {}, f"aged up to {NOW.isoformat()} already", id="nothing since the last tick"
        ),
        pytest.param(
            {"clocks": {"tick": NOW + HOUR}},
            {},
            f"aged up to {(NOW + HOUR).isoformat()} already",
            id="a clock that runs back",
        ),
        pytest.param(QUIET_HOST, {"tick": NOW}, "nothing is due", id="nothing is due"),
        pytest.param(
            {"occupied": 2},
            {"tick": NOW},
            "somebody is on the decky (2 sessions); what was due is let go",
            id="occupied",
        ),
        pytest.param(
            {"occupied": 1, "clocks": {"tick": NOW - HOUR}},
            {"tick": NOW, "logs": NOW - HOUR},
            "somebody is on the decky (1 sessions); what was due is let go",
            id="occupied, and the logs never written",
        ),
        pytest.param(
            {"occupied": 1, "clocks": {}},
            {"tick": NOW, "logs": NOW - DAY},
            "somebody is on the decky (1 sessions); what was due is let go",
            id="occupied at the first tick",
        ),
    ],
)
def test_clocks_and_why_nothing_is_done(overrides: Any, clocks: dict[str, datetime], quiet: str | None) -> None:
    plan = planned(snapshot(**overrides))
    assert (plan.quiet, plan.clocks) == (quiet, clocks)
    assert bool(plan.actions) == (quiet is None)


def test_people_on_the_decky_are_ignored_where_the_operator_says_so() -> None:
    options = PlanningOptions(defer_while_occupied=False)
    assert planned(snapshot(occupied=3, options=options)) == planned(snapshot(options=options))


def test_log_lines_that_were_let_go_are_written_when_the_people_are_gone() -> None:
    """What people did not do in the meantime is let go; a hole in a log would show for ever."""
    let_go = planned(snapshot(occupied=1))
    later = snapshot(now=NOW + HOUR, clocks={"tick": NOW - HOUR, "logs": NOW - HOUR, **let_go.clocks})
    plan = planned(later)
    [lines] = [action for action in plan.actions if isinstance(action, AppendAction) and action.path == SYSLOG]
    assert [line.split(b"T")[1][:5] for line in lines.body.splitlines()] == [b"14:17", b"15:17"]
    assert all(action.moment > NOW for action in plan.actions if isinstance(action, FileAction))


@pytest.mark.parametrize("clocks", [{}, {"tick": NOW - 20 * DAY, "logs": NOW - 20 * DAY}, {"tick": NOW - 20 * DAY}])
@pytest.mark.parametrize("hours", [2, 26])
def test_catch_up_bounds_the_window(clocks: dict[str, datetime], hours: int) -> None:
    asked = snapshot(
        clocks=clocks, options=PlanningOptions(catch_up=hours * HOUR, rate=3.0), decky=decky(("ssh", "imap"))
    )
    plan = planned(asked)
    assert len(plan.actions) > 3
    assert all(NOW - hours * HOUR < action.moment <= NOW for action in plan.actions)
    lines = [line for action in plan.actions if isinstance(action, AppendAction) for line in action.body.splitlines()]
    oldest = min(datetime.fromisoformat(line.split()[0].decode()) for line in lines)
    assert oldest > NOW - hours * HOUR


def test_activity_times_that_an_earlier_run_has_done_are_not_done_again() -> None:
    asked = snapshot(weights=ONLY_CREATE)
    times = planning.activity_times(asked)
    plan = planned(replace(asked, activity_times=times[1:]))
    assert [action.activity_time for action in plan.actions if isinstance(action, FileAction)] == [
        time.id for time in times[1:]
    ]


def test_an_activity_time_is_a_mail_or_a_file_never_both() -> None:
    asked = snapshot(weights=ONLY_CREATE, clocks=BEHIND, decky=decky(("ssh", "imap")))
    plan = planned(replace(asked, options=replace(asked.options, catch_up=31 * DAY)))
    files = {action.activity_time for action in plan.actions if isinstance(action, FileAction)}
    mails = {action.activity_time for action in plan.actions if isinstance(action, EmailAction)}
    assert files and mails and not files & mails


def test_at_most_one_greeting_and_none_without_a_peer() -> None:
    weights = Weights(traffic_share=1.0)
    times = tuple(activity_time("anna", NOW - timedelta(minutes=number), number) for number in range(5))
    plan = planned(snapshot(weights=weights, activity_times=times, peers=(PEER,)))
    assert sum(isinstance(action, TrafficAction) for action in plan.actions) == 1
    plan = planned(snapshot(weights=weights, activity_times=times))
    assert not any(isinstance(action, TrafficAction) for action in plan.actions)


@pytest.mark.parametrize(
    ("request_", "current", "defers"),
    [
        (snapshot().request, True, True),
        (MailRequest(), True, True),
        (PlantRequest(), False, False),
        (EditRequest(), False, False),
        (GreetingRequest(), False, False),
    ],
)
def test_only_what_is_due_gives_way_and_can_be_up_to_date(request_: Any, current: bool, defers: bool) -> None:
    asked = snapshot(request=request_, clocks={"tick": NOW, "mail": NOW})
    assert planning.is_current(asked) is current and planning.defers(asked) is defers
    assert bool(planning.activity_times(replace(asked, clocks={}))) is defers
    assert not planning.is_current(replace(asked, clocks={"tick": NOW - HOUR, "mail": NOW - HOUR}))


def test_a_log_that_is_no_file_stops_the_tick_with_a_reason() -> None:
    asked = observed(snapshot(), {SYSLOG: entry(SYSLOG, None, kind="symlink")})
    with pytest.raises(Exception, match="/var/log/syslog on web-01 is a symlink, not a log file; remove it"):
        planning.plan(asked)
