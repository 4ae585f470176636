# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recurrence rules: in the form that AWX takes, and meaning what was asked for."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.plugin_utils.schedule import recurrence as module
from ansible_collections.decnet.realism.plugins.plugin_utils.schedule.jitter import jittered_minutes
from ansible_collections.decnet.realism.plugins.plugin_utils.schedule.recurrence import recurrence
from dateutil.rrule import rrulestr


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


def test_a_rule_that_means_something_else_is_caught() -> None:
    with pytest.raises(RealismError, match="does not recur"):
        module._check(
            "DTSTART;TZID=UTC:20260101T000000 RRULE:FREQ=HOURLY;INTERVAL=2;BYMINUTE=7", [7], None, ZoneInfo("UTC")
        )


def test_without_the_library_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MISSING", "python-dateutil")
    with pytest.raises(RealismError, match="pip install python-dateutil"):
        recurrence([7])
