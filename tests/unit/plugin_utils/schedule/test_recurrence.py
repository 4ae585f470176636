# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recurrence rules have the form that AWX accepts, and yield the requested occurrences."""

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

#: The number of occurrences of each rule, and the number of minutes in which they are searched.
COMPARED = 60
WALKED = 60 * 24 * COMPARED


def meant(minutes: Sequence[int], hour: int | None) -> list[datetime]:
    """The first occurrences by wall time, found minute by minute."""
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
    """dateutil parses the rule, as in AWX; the occurrences are compared with a search through the days."""
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
        (([],), "from 0 to 59"),
        (([60],), "from 0 to 59"),
        (([-1],), "from 0 to 59"),
        (([5], 24), "from 0 to 23"),
        (([5], -1), "from 0 to 23"),
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
