# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recurrence rules: in the form that AWX takes, and meaning what was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.plugin_utils.schedule import recurrence as module
from ansible_collections.decnet.realism.plugins.plugin_utils.schedule.jitter import jittered_minutes
from ansible_collections.decnet.realism.plugins.plugin_utils.schedule.recurrence import recurrence
from dateutil.rrule import rrulestr

#: So many occurrences are computed of each rule, and so many minutes are walked for what was meant.
COMPARED = 60
WALKED = 60 * 24 * COMPARED


def meant(minutes: Sequence[int], hour: int | None) -> list[datetime]:
    """The first occurrences by the clock of the wall, found minute by minute."""
    steps = (module.START + timedelta(minutes=step) for step in range(WALKED + 1))
    return list(islice((step for step in steps if step.minute in minutes and hour in (None, step.hour)), COMPARED))


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize(
    ("minutes", "hour"),
    [
        ([7], None),
        ([7, 27, 47], None),
        ([0, 59], None),
        ([59, 3, 31], None),
        ([5], 0),
        ([23], 6),
        ([0, 30], 2),
        ([59], 23),
    ],
)
def test_a_rule_recurs_at_the_minutes_that_are_meant(minutes: list[int], hour: int | None, zone: str) -> None:
    """The rule is read by dateutil as AWX reads it, and compared with a walk through the days."""
    found = islice(rrulestr(recurrence(minutes, hour, zone)), COMPARED)
    assert [moment.replace(tzinfo=None) for moment in found] == meant(minutes, hour)


@pytest.mark.parametrize("every", [7, 10, 14, 20, 37, 60])
def test_a_job_of_every_hour_recurs_at_its_minutes(every: int) -> None:
    minutes = jittered_minutes(every, "corp", "age")
    moments = rrulestr(recurrence(minutes)).between(
        datetime(2026, 11, 24, tzinfo=ZoneInfo("UTC")), datetime(2026, 11, 25, tzinfo=ZoneInfo("UTC"))
    )
    assert len(moments) == 24 * len(minutes) and {moment.minute for moment in moments} == set(minutes)


def test_a_daily_job_keeps_its_hour_where_clocks_change() -> None:
    text = recurrence([23], hour=6, timezone="Europe/Berlin")
    moments = list(islice(rrulestr(text), 365))
    assert {(moment.hour, moment.minute) for moment in moments} == {(6, 23)}
    assert {moment.utcoffset() for moment in moments} == {timedelta(hours=1), timedelta(hours=2)}


@pytest.mark.parametrize(
    "text", [recurrence([7, 27, 47]), recurrence([5], hour=0), recurrence([59], hour=23, timezone="America/New_York")]
)
def test_the_form_is_awxs(text: str) -> None:
    assert re.fullmatch(r"DTSTART;TZID=[A-Za-z_/]+:\d{8}T\d{6} RRULE:FREQ=(HOURLY|DAILY);INTERVAL=1;\S+", text)
    assert text.count("DTSTART") == text.count("RRULE:") == 1


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (([],), "not minutes"),
        (([60],), "not minutes"),
        (([-1],), "not minutes"),
        (([5], 24), "not an hour"),
        (([5], -1), "not an hour"),
        (([5], 6, "Mars/Olympus"), "Mars/Olympus"),
        (([5], 6, "../../etc/passwd"), "time zone"),
        (([5], 6, ""), "time zone"),
    ],
)
def test_what_is_no_recurrence_is_refused(arguments: tuple[object, ...], named: str) -> None:
    with pytest.raises(RealismError, match=named):
        recurrence(*arguments)  # type: ignore[arg-type]


def test_without_the_library_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MISSING", "python-dateutil")
    with pytest.raises(RealismError, match="pip install python-dateutil"):
        recurrence([7])
