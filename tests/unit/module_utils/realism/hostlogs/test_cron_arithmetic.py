# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The runs of a schedule on days with a clock change.

The rules are those of Debian's cron(8); cronsim is an independent reference.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.cronjobs import (
    count_on,
    parse_schedule,
    runs_on,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import CronJob
from cronsim import CronSim, CronSimError

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
DAYS = {
    "Berlin, forward": (BERLIN, date(2026, 3, 29)),
    "Berlin, back": (BERLIN, date(2026, 10, 25)),
    "New York, forward": (NEW_YORK, date(2026, 3, 8)),
    "New York, back": (NEW_YORK, date(2026, 11, 1)),
    "Sao Paulo, forward at midnight": (ZoneInfo("America/Sao_Paulo"), date(2018, 11, 4)),
    "Berlin, steady": (BERLIN, date(2026, 5, 4)),
}
SCHEDULES_PER_DAY = 150


def job(schedule: str) -> CronJob:
    return CronJob("/etc/crontab", "root", schedule, "x")


def ours(schedule: str, zone: ZoneInfo, day: date) -> list[datetime]:
    return [moment for moment, _job in runs_on([job(schedule)], day, zone)]


def theirs(schedule: str, zone: ZoneInfo, day: date) -> list[datetime]:
    before = datetime(day.year, day.month, day.day, tzinfo=zone) - timedelta(seconds=1)
    runs = takewhile(lambda moment: moment.date() == day, CronSim(schedule, before))
    return [moment.astimezone(timezone.utc) for moment in runs]


def schedules(rng: random.Random) -> Iterator[str]:
    """Schedules of every form, most of them with a run at night."""

    def field(low: int, high: int) -> str:
        first, last = sorted(rng.sample(range(low, high + 1), 2))
        return rng.choice(
            ("*", "*", f"*/{rng.randint(2, 20)}", f"{first}", f"{first},{last}", f"{first}-{last}", f"{first}-{last}/2")
        )

    while True:
        yield " ".join((field(0, 59), field(0, rng.choice((4, 23))), field(1, 31), field(1, 12), field(0, 6)))


@pytest.mark.parametrize("name", DAYS)
def test_cronsim_finds_the_same_moments(name: str) -> None:
    """Moments are compared, not runs: for a skipped hour, cronsim gives one run where cron starts each."""
    zone, day = DAYS[name]
    compared = 0
    for schedule in schedules(random.Random(name)):
        try:
            expected = theirs(schedule, zone, day)
        except CronSimError:
            continue  # the 31st of a month without one: cronsim refuses what never runs, cron does not
        assert sorted(set(ours(schedule, zone, day))) == expected, schedule
        compared += bool(expected)
        if compared == SCHEDULES_PER_DAY:
            break


@pytest.mark.parametrize(
    ("schedule", "name", "local"),
    [
        # "those jobs that would have run in the interval that has been skipped will be run immediately"
        ("30 2 * * *", "Berlin, forward", ["03:00"]),
        ("30 2 * * *", "New York, forward", ["03:00"]),
        ("0,30 2 * * *", "Berlin, forward", ["03:00", "03:00"]),  # each of them, one after the other
        ("30 0 * * *", "Sao Paulo, forward at midnight", ["01:00"]),
        ("30 2-3 * * *", "Berlin, forward", ["03:00", "03:30"]),
        # "care is taken to avoid running jobs twice"
        ("30 2 * * *", "Berlin, back", ["02:30"]),
        ("30 1 * * *", "New York, back", ["01:30"]),
        # Jobs with a wildcard in minute or hour follow the wall clock.
        ("*/30 2 * * *", "Berlin, forward", []),
        ("*/30 2 * * *", "Berlin, back", ["02:00", "02:30", "02:00", "02:30"]),
        ("*/30 1 * * *", "New York, back", ["01:00", "01:30", "01:00", "01:30"]),
        ("15 */1 * * *", "New York, forward", [f"{hour:02}:15" for hour in range(24) if hour != 2]),
    ],
)
def test_the_rules_of_debians_cron(schedule: str, name: str, local: list[str]) -> None:
    zone, day = DAYS[name]
    assert [f"{moment.astimezone(zone):%H:%M}" for moment in ours(schedule, zone, day)] == local


@pytest.mark.parametrize("schedule", ["1 1 L * *", "1 1 * * 5#3", "1 1 * * 5L", "5/5 * * * *", "1 1 1 1 1 1"])
def test_what_only_cronsim_takes_for_a_schedule_is_none(schedule: str) -> None:
    """A job that the host's cron rejects must not be in the host's log."""
    CronSim(schedule, datetime(2026, 1, 1))
    assert parse_schedule(schedule) is None


@pytest.mark.parametrize("schedule", ["* * * * *", "17 * * * *", "5-55/10 3 * * 1", "0 0 30 2 */7"])
def test_counting_needs_no_listing(schedule: str) -> None:
    assert count_on(job(schedule), date(2026, 5, 4)) == len(ours(schedule, BERLIN, date(2026, 5, 4)))
