# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Personas work in windows of their own local time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.diurnal import (
    is_active,
    sample_mtime,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import ActiveHours, Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random


@pytest.mark.parametrize(
    ("window", "zone", "moment", "active"),
    [
        ("09:00-17:30", "Etc/UTC", "2026-03-02T09:00", True),
        ("09:00-17:30", "Etc/UTC", "2026-03-02T17:30", False),
        ("09:00-17:30", "Etc/UTC", "2026-03-01T10:00", False),  # a Sunday
        ("09:00-17:30", "Europe/Madrid", "2026-03-02T08:30", True),
        ("22:00-06:00", "Etc/UTC", "2026-03-07T05:00", True),  # Friday's night shift ends on Saturday
        ("22:00-06:00", "Etc/UTC", "2026-03-02T05:00", False),  # Sunday has no night shift
    ],
)
def test_windows(window: str, zone: str, moment: str, active: bool) -> None:
    person = Persona(
        "Ann Lee", "ann@corp.example", "ann", "dba", timezone=zone, active_hours=ActiveHours.from_text(window)
    )
    assert is_active(person, datetime.fromisoformat(moment).replace(tzinfo=timezone.utc)) is active


@pytest.mark.parametrize("window", ["9-5", "09:00", "25:00-26:00", "09:00-09:00", "09:00-17:30\n"])
def test_a_malformed_window_says_how_one_is_written(window: str) -> None:
    with pytest.raises(ValueError, match="write it as HH:MM-HH:MM"):
        ActiveHours.from_text(window)


@pytest.mark.parametrize("window", ["09:00-17:30", "22:00-06:00", "00:00-23:59"])
@pytest.mark.parametrize("zone", ["Etc/UTC", "Europe/Madrid", "America/St_Johns"])
@pytest.mark.parametrize("hours", [1, 24, 200])
def test_a_sampled_mtime_is_of_working_time_and_never_of_the_future(window: str, zone: str, hours: int) -> None:
    person = Persona(
        "Ann Lee", "ann@corp.example", "ann", "dba", timezone=zone, active_hours=ActiveHours.from_text(window)
    )
    seen = set()
    for step in range(0, 24 * 40, 7):  # from winter into summer time
        now = datetime(2026, 3, 1, tzinfo=timezone.utc) + timedelta(hours=step)
        within = timedelta(hours=hours)
        moment = sample_mtime(person, now, seeded_random(window, zone, step), within)
        assert is_active(person, moment)
        assert timedelta() <= now - moment < timedelta(days=9)
        assert moment.microsecond != 0
        if hours == 200:
            assert now - moment < within
        seen.add(moment)
    assert len(seen) > 130


def test_a_sampled_mtime_is_of_the_latest_stretch_that_the_span_touches() -> None:
    person = Persona("Ann Lee", "ann@corp.example", "ann", "dba")
    for moment, expected in (("2026-03-03T12:00", 3), ("2026-03-03T08:00", 2), ("2026-03-02T08:00", 27)):
        now = datetime.fromisoformat(moment).replace(tzinfo=timezone.utc)
        assert {sample_mtime(person, now, seeded_random(turn)).day for turn in range(50)} == {expected}


def test_the_system_has_mtimes_around_the_clock() -> None:
    now = datetime(2026, 3, 2, 12, 0, tzinfo=timezone.utc)
    moments = [sample_mtime(None, now, seeded_random(turn)) for turn in range(1000)]
    assert len({moment.hour for moment in moments}) == 24
    assert all(now - timedelta(hours=24) < moment <= now and moment.microsecond for moment in moments)


def test_a_span_of_nothing_still_gives_a_past_moment_with_a_fraction() -> None:
    now = datetime(2026, 3, 2, 12, 0, tzinfo=timezone.utc)
    moment = sample_mtime(None, now, seeded_random(1), timedelta())
    assert now - timedelta(milliseconds=1) < moment < now
