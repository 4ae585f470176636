# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which logs a tick appends to, rotates or leaves to the host's own daemons."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism import planning
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs import logstream
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import AppendAction, RotateAction
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions.logs import LogAction
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import PlanningOptions, Snapshot
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.weights import Weights
from fakes.snapshots import AUTH, CRON, DAY, HOUR, LOGS, NOW, SYSLOG, decky, entry, observed, planned, snapshot

ALIVE = ("cron", "rsyslogd")
#: A Monday morning: the rotation of Sunday lies in the day before.
MONDAY = datetime(2026, 3, 9, 3, 0, 0, 5, timezone.utc)


def of_logs(asked: Snapshot, standing: Any = None) -> list[Any]:
    """The actions on logs alone; no persona does anything here."""
    plan = planned(replace(asked, options=replace(asked.options, rate=0)), standing)
    assert all(isinstance(action, LogAction) for action in plan.actions)
    return list(plan.actions)


def test_each_log_gets_the_lines_of_the_hour_as_the_owner_that_it_has() -> None:
    standing = {SYSLOG: entry(SYSLOG, b"x\n", uid=104, gid=4, mode=0o644)}
    actions = {action.path: action for action in of_logs(snapshot(), standing)}
    assert set(actions) == set(LOGS)
    assert (actions[SYSLOG].uid, actions[SYSLOG].gid, actions[SYSLOG].mode) == (104, 4, 0o644)
    assert (actions[CRON].uid, actions[CRON].gid, actions[CRON].mode) == (0, 4, 0o640)
    assert all(action.tail == b"x\n" and b"web-01 CRON[" in action.body for action in actions.values())
    assert actions[CRON].body.count(b" CMD (") == 1 and b"pam_unix" not in actions[CRON].body
    assert actions[AUTH].body.count(b"pam_unix(cron:session)") == 2
    assert {action.content_class.value for action in actions.values()} == {"log_cron", "log_daemon"}
    last = actions[SYSLOG].body.splitlines()[-1].split()[0].decode()
    assert actions[SYSLOG].moment == datetime.fromisoformat(last)


@pytest.mark.parametrize(
    ("overrides", "owner"),
    [
        ({}, (0, 4, 0o640)),
        ({"os_family": "redhat", "os_id": "rocky", "log_files": ("/var/log/cron",)}, (0, 0, 0o600)),
        ({"os_family": "alpine", "os_id": "alpine", "log_files": ("/var/log/messages",)}, (0, 0, 0o640)),
    ],
)
def test_a_missing_log_is_made_with_the_owner_of_the_family(
    overrides: dict[str, Any], owner: tuple[int, int, int]
) -> None:
    host = decky(**overrides)
    actions = of_logs(snapshot(decky=host), dict.fromkeys(host.facts.log_files))
    assert actions and {(action.uid, action.gid, action.mode) for action in actions} == {owner}


def test_a_sunday_rotates_each_log_once_between_its_lines() -> None:
    actions = of_logs(snapshot(now=MONDAY, clocks={"tick": MONDAY - DAY, "logs": MONDAY - DAY}))
    for path in LOGS:
        kinds = [type(action) for action in actions if action.path == path]
        assert kinds == [AppendAction, RotateAction, AppendAction], path


@pytest.mark.parametrize(
    ("started", "until"),
    [
        pytest.param(NOW - HOUR / 2, NOW - HOUR / 2, id="started within the hour"),
        pytest.param(NOW - 2 * HOUR, None, id="started before the last tick"),
    ],
)
def test_a_living_rsyslogd_keeps_its_own_log_and_only_the_time_before_its_start_is_written(
    started: datetime, until: datetime | None
) -> None:
    asked = snapshot(decky=decky(running=ALIVE, started_at=started))
    actions = of_logs(asked)
    if until is None:
        assert actions == [] and observed(asked).agenda.log_paths == ()
        return
    assert {action.path for action in actions} == {f"{path}.1" for path in LOGS}
    moments = [
        datetime.fromisoformat(line.split()[0].decode()) for action in actions for line in action.body.splitlines()
    ]
    assert moments and min(moments) > NOW - HOUR and max(moments) <= until


@pytest.mark.parametrize("running", [("cron",), ("rsyslogd",), ()])
def test_half_a_pair_of_daemons_writes_no_log(running: tuple[str, ...]) -> None:
    actions = of_logs(snapshot(decky=decky(running=running, started_at=NOW - 2 * HOUR)))
    assert {action.path for action in actions} == set(LOGS)


def test_a_living_logrotate_rotates_its_own_logs() -> None:
    clocks = {"tick": MONDAY - DAY, "logs": MONDAY - DAY}
    host = decky(running=ALIVE, started_at=MONDAY - HOUR)
    actions = of_logs(snapshot(now=MONDAY, clocks=clocks, decky=host))
    assert actions and not any(isinstance(action, RotateAction) for action in actions)


@pytest.mark.parametrize(
    ("off", "left"), [("log_cron", {SYSLOG, AUTH}), ("log_daemon", {CRON}), ("note", {SYSLOG, AUTH, CRON})]
)
@pytest.mark.parametrize("window", [HOUR, DAY])
def test_a_weight_of_zero_switches_a_class_of_logs_off(off: str, left: set[str], window: timedelta) -> None:
    options = PlanningOptions(weights=Weights.from_option({off: 0}))
    asked = snapshot(now=MONDAY, clocks={"tick": MONDAY - window, "logs": MONDAY - window}, options=options)
    assert set(observed(asked).agenda.log_paths) == left
    assert {action.path for action in of_logs(asked)} == left


def test_lines_are_generated_once_a_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Any] = []
    generate = logstream.log_events

    def counted(*args: Any) -> Any:
        calls.append(args)
        return generate(*args)

    monkeypatch.setattr(logstream, "log_events", counted)
    assert len(of_logs(snapshot(now=MONDAY, clocks={"tick": MONDAY - DAY, "logs": MONDAY - DAY}))) == 9
    assert len(calls) == 1


def test_lines_that_stand_in_a_log_already_are_not_written_twice() -> None:
    """A run that crashed after its append, or another clock that was lost, leaves a log ahead of its clock."""
    asked = snapshot(clocks={"tick": NOW - 3 * HOUR, "logs": NOW - 3 * HOUR})
    first = {action.path: action for action in of_logs(asked)}
    standing = {path: entry(path, action.tail + action.body) for path, action in first.items()}
    assert of_logs(asked, standing) == []
    cut = {path: entry(path, b"".join(action.body.splitlines(True)[:1])) for path, action in first.items()}
    again = {action.path: action for action in of_logs(asked, cut)}
    assert all(again[path].body == b"".join(action.body.splitlines(True)[1:]) for path, action in first.items())


def test_an_interval_may_be_cut_anywhere() -> None:
    whole = {action.path: action.body for action in of_logs(snapshot())}
    for minutes in (1, 17, 18, 43):
        first_clocks, cut = {"tick": NOW - HOUR, "logs": NOW - HOUR}, NOW - HOUR + timedelta(minutes=minutes)
        first = {action.path: action.body for action in of_logs(snapshot(now=cut, clocks=first_clocks))}
        standing = {path: entry(path, first.get(path, b"x\n")) for path in LOGS}
        clocks = {"tick": cut, "logs": cut}
        second = {action.path: action.body for action in of_logs(snapshot(clocks=clocks), standing)}
        assert {path: first.get(path, b"") + second.get(path, b"") for path in LOGS} == whole


@pytest.mark.parametrize(("kind", "content"), [("directory", None), ("symlink", None), ("other", None), ("file", None)])
def test_a_log_that_is_no_readable_file_is_refused_with_a_way_out(kind: str, content: bytes | None) -> None:
    asked = observed(snapshot(), {AUTH: entry(AUTH, content, kind=kind)})
    with pytest.raises(RealismError, match=rf"{AUTH} on web-01 is a {kind}, not a log file; remove it"):
        planning.plan(asked)


def test_only_logs_that_the_host_has_are_written() -> None:
    actions = of_logs(snapshot(decky=decky(log_files=(CRON, "/var/log/dpkg.log", "/var/log/secure"))))
    assert {action.path for action in actions} == {CRON}
