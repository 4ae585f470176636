# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which lines and rotations a tick plans for logs that it writes by itself, around a Sunday."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.cronjobs import parse_crontab
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.log_naming import rotation_due
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import AppendAction, RotateAction
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Decky, DeckyFacts
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.entries import Entry
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.logs import due_logs, log_actions
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import TickRequest
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import PlanningOptions, Snapshot

SYSLOG, CRON, AUTH = "/var/log/syslog", "/var/log/cron.log", "/var/log/auth.log"
LOGS = (SYSLOG, CRON, AUTH)
CRONTAB = """17 * * * * root cd / && run-parts --report /etc/cron.hourly
25 6 * * * root test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }
"""
MONDAY = datetime(2026, 11, 23, 8, 0, 0, 5, timezone.utc)
WEEK = timedelta(days=7)


def facts(log_format: str) -> DeckyFacts:
    return DeckyFacts(
        "web-01",
        "Europe/Berlin",
        crontabs=parse_crontab(CRONTAB, "/etc/crontab"),
        log_files=LOGS,
        log_format=log_format,
    )


def planned(
    start: datetime, now: datetime, log_format: str = "rfc3339", content: bytes = b"x\n"
) -> dict[str, list[Any]]:
    """The actions of a tick at ``now`` for each log; before, each held ``content``."""
    tails = {path: Entry(path, "file", 0, 4, 0o640, len(content), 0, content) for path in LOGS}
    snapshot = Snapshot(
        now=now,
        seed="seed",
        decky=Decky("web-01", facts(log_format)),
        request=TickRequest(),
        options=PlanningOptions(catch_up=timedelta(days=30)),
        clocks={"tick": start, "logs": start},
        tails=tails,
    )
    by_path: dict[str, list[Any]] = {path: [] for path in LOGS}
    for action in log_actions(snapshot, due_logs(snapshot)):
        assert isinstance(action, (AppendAction, RotateAction))
        by_path[action.path].append(action)
    return by_path


def sunday() -> datetime:
    return rotation_due(SYSLOG, facts("rfc3339"), MONDAY - timedelta(days=3), MONDAY)[-1]


@pytest.mark.parametrize("log_format", ["rfc3339", "rfc3164"])
@pytest.mark.parametrize("seconds", [1, 3600 * 24])
def test_each_rotation_has_one_line_of_rsyslogd_which_opens_the_new_log(log_format: str, seconds: int) -> None:
    found = planned(sunday() - timedelta(hours=5), sunday() + timedelta(seconds=seconds), log_format)[SYSLOG]
    assert [type(action) for action in found] == [AppendAction, RotateAction, AppendAction]
    before, rotation, after = found
    assert b"HUPed" not in before.body and after.body.count(b"HUPed") == 1
    assert after.body.splitlines()[0].endswith(b"rsyslogd was HUPed")
    assert before.moment <= rotation.moment == sunday() < after.moment


def test_a_log_rotates_although_no_line_is_due_in_it() -> None:
    """A live tick sees a few minutes: what was not said in them must not keep a log from rotating with the others."""
    found = planned(sunday() - timedelta(seconds=1), sunday() + timedelta(seconds=1))
    assert [type(action) for action in found[AUTH]] == [type(action) for action in found[CRON]] == [RotateAction]
    assert {action.moment for path in LOGS for action in found[path] if isinstance(action, RotateAction)} == {sunday()}


def test_an_empty_log_is_not_rotated_and_rsyslogd_says_nothing_of_it() -> None:
    found = planned(sunday() - timedelta(seconds=1), sunday() + timedelta(seconds=1), content=b"")
    assert found == {path: [] for path in LOGS}


def test_an_empty_log_that_gets_lines_first_is_rotated() -> None:
    found = planned(sunday() - timedelta(hours=5), sunday() + timedelta(seconds=1), content=b"")
    assert all(any(isinstance(action, RotateAction) for action in found[path]) for path in LOGS)


def test_two_sundays_in_one_tick_are_two_rotations() -> None:
    start = sunday() - WEEK - timedelta(days=1)
    for path, found in planned(start, MONDAY).items():
        assert [type(action) for action in found] == [
            AppendAction,
            RotateAction,
            AppendAction,
            RotateAction,
            AppendAction,
        ]
        assert [action.moment for action in found] == sorted(action.moment for action in found)
        said = [action.body.count(b"HUPed") for action in found if isinstance(action, AppendAction)]
        assert said == ([0, 1, 1] if path == SYSLOG else [0, 0, 0])


def test_the_entry_of_the_status_file_is_the_local_time_of_the_rotation() -> None:
    found = planned(sunday() - timedelta(hours=1), MONDAY)
    local = sunday() + timedelta(hours=1)
    for path in LOGS:
        [rotation] = [action for action in found[path] if isinstance(action, RotateAction)]
        assert rotation.status_path == "/var/lib/logrotate/status"
        assert rotation.status_entry == f'"{path}" 2026-11-22-{local.hour}:{local.minute}:{local.second}'
