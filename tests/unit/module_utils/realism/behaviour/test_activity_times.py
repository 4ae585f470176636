# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Activity times are the same for every caller and every division of time, and have the spread of measured people.

Shares and spreads are those of 124 measured employees in 28-day windows. The bounds here are wide; the exact figures
are measured separately.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from statistics import fmean, median, pvariance
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.activity_times import (
    ActivityTime,
    activity_times_between,
    activity_times_on,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.attendance import is_away
from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.diurnal import (
    is_active,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import ActiveHours, Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random

MONDAY = datetime(2026, 3, 2, tzinfo=timezone.utc)
FOUR_WEEKS = timedelta(days=28)
PINNED = "233238fdf8a6f8f475749c738f8645eac58bfe60e4bf1d194e71897944c84399"


def person(
    login: str = "ann", window: str = "09:00-17:30", zone: str = "Etc/UTC", weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
) -> Persona:
    hours = ActiveHours.from_text(window)
    return Persona(
        login.title(), f"{login}@corp.example", login, "dba", timezone=zone, active_hours=hours, weekdays=weekdays
    )


def fleet(size: int = 120) -> list[list[ActivityTime]]:
    return [
        activity_times_between("fleet", f"decky-{number % 3}", person(f"p{number}"), MONDAY, MONDAY + FOUR_WEEKS)
        for number in range(size)
    ]


FLEET = fleet()


def test_one_week_is_pinned() -> None:
    """A release that moves the past of a fleet in use plants files twice: change this value only on purpose."""
    found = activity_times_between(
        "seed", "decky-01", person("ann", zone="Europe/Madrid"), MONDAY, MONDAY + timedelta(days=7)
    )
    found += activity_times_between("seed", "decky-01", None, MONDAY, MONDAY + timedelta(days=7))
    text = "\n".join(f"{item.id} {item.moment.isoformat()} {item.decky} {item.persona}" for item in found)
    assert hashlib.sha256(text.encode()).hexdigest() == PINNED


@pytest.mark.parametrize(
    "actor",
    [None, person(), person("bo", "22:00-06:00", "Europe/Madrid"), person("cy", "20:00-19:00", "Pacific/Chatham")],
)
def test_however_a_span_is_cut_the_occasions_are_the_same(actor: Persona | None) -> None:
    end = MONDAY + timedelta(days=40)  # over both changes of time in March
    whole = activity_times_between("s", "d", actor, MONDAY, end)
    assert len(whole) > 10
    for turn in range(5):
        rng = seeded_random("cuts", turn)
        cuts = sorted(MONDAY + timedelta(seconds=rng.uniform(0, 40 * 86400)) for _turn in range(30))
        cuts += [item.moment for item in whole[::7]]  # a cut on a moment gives it to the window that ends there
        edges = [MONDAY, *sorted(cuts), end]
        parts = [
            item
            for low, high in zip(edges, edges[1:], strict=False)
            for item in activity_times_between("s", "d", actor, low, high)
        ]
        assert parts == whole


@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_a_change_of_time_neither_invents_nor_repeats_a_moment(zone: str) -> None:
    for login in ("ann", "bo", "cy", "di"):
        actor = person(login, "00:00-23:59", zone, tuple(range(7)))
        found = activity_times_between("s", "d", actor, MONDAY - timedelta(days=60), MONDAY + timedelta(days=305))
        in_utc = [item.moment.astimezone(timezone.utc) for item in found]
        assert in_utc == sorted(set(in_utc))
        walls = [moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in in_utc]
        assert walls == [item.moment.replace(tzinfo=None) for item in found]


def test_ids_are_stable_and_unique_over_deckies_people_and_days() -> None:
    ids = [item.id for found in FLEET for item in found]
    ids += [item.id for item in activity_times_between("fleet", "decky-0", None, MONDAY, MONDAY + FOUR_WEEKS)]
    assert len(set(ids)) == len(ids)
    assert all(len(text) == 16 and int(text, 16) >= 0 for text in ids)
    assert fleet(3) == FLEET[:3]


def test_no_two_deckies_share_a_moment() -> None:
    for actor in (person(), None):
        found = [
            activity_times_between("s", f"decky-{number}", actor, MONDAY, MONDAY + FOUR_WEEKS) for number in range(8)
        ]
        seconds = [int(item.moment.timestamp() * 100) for one in found for item in one]
        assert len(set(seconds)) == len(seconds)


def test_a_person_is_away_on_all_deckies_at_once() -> None:
    away_days = busy_days = seen_away = 0
    for number in range(30):
        actor = person(f"p{number}")
        for step in range(120):
            day = date(2026, 1, 5) + timedelta(days=step)
            seen = any(activity_times_on("s", f"decky-{place}", actor, day) for place in range(4))
            if day.weekday() < 5 and is_away("s", actor, day):
                away_days += 1
                seen_away += seen
            elif day.weekday() < 5:
                busy_days += seen
    assert 0.04 < away_days / (30 * 86) < 0.25
    assert seen_away / away_days < 0.2
    assert busy_days / (30 * 86 - away_days) > 0.8


def test_nobody_saves_on_a_whole_second_or_on_the_beat() -> None:
    moments = [item.moment for found in FLEET for item in found]
    assert all(moment.microsecond for moment in moments)
    in_minute = [sum(moment.second // 15 == part for moment in moments) / len(moments) for part in range(4)]
    assert all(0.22 < share < 0.28 for share in in_minute)


def test_no_limit_of_the_dice_shows_as_a_heap() -> None:
    """Draws that are cut at a limit all have one gap or one time of day. Those of people never do."""
    people = [person(f"p{number}") for number in range(300)]
    moments = [
        [item.moment for item in activity_times_between("heap", "d", actor, MONDAY, MONDAY + FOUR_WEEKS)]
        for actor in people
    ]
    clocks = [moment.strftime("%T") + f"{moment.microsecond // 1000}" for one in moments for moment in one]
    gaps = [
        round((late - early).total_seconds(), 3) for one in moments for early, late in zip(one, one[1:], strict=False)
    ]
    for drawn in (clocks, [gap for gap in gaps if gap > 60]):
        assert Counter(drawn).most_common(1)[0][1] <= 3


def test_a_fleet_works_as_people_do() -> None:
    counts, weekend, active, fano = [], [], [], []
    for found in FLEET:
        days = [0] * 28
        for item in found:
            days[(item.moment - MONDAY).days] += 1
        counts.append(len(found))
        weekend.append(sum(item.moment.weekday() >= 5 for item in found) / max(1, len(found)))
        active.append(sum(day > 0 for day in days) / 28)
        fano.append(pvariance(days) / max(0.1, fmean(days)))
    assert sum(30 <= count <= 240 for count in counts) / len(counts) > 0.7
    assert 30 < median(counts) < 90
    assert 0.005 < fmean(weekend) < 0.12 and median(weekend) < 0.06 and max(weekend) > 0.12
    assert 0.36 < median(active) < 0.6
    assert sorted(active)[6] < 0.36 and sorted(active)[-6] > 0.57
    assert median(fano) > 1.5
    assert sorted(fano)[-12] > 1.6 * median(fano)


@pytest.mark.parametrize(
    ("window", "zone"),
    [("09:00-17:30", "Etc/UTC"), ("22:00-06:00", "Europe/Madrid"), ("08:00-20:00", "America/New_York")],
)
def test_most_moments_are_within_active_hours_and_a_few_are_odd(window: str, zone: str) -> None:
    inside = total = 0
    for number in range(60):
        actor = person(f"p{number}", window, zone)
        for item in activity_times_between("s", "d", actor, MONDAY, MONDAY + FOUR_WEEKS):
            day = item.moment.weekday() if window[0] != "2" else (item.moment - timedelta(hours=12)).weekday()
            if day < 5:
                total += 1
                inside += is_active(actor, item.moment)
    assert 0.92 < inside / total < 0.995


def test_the_system_acts_around_the_clock_off_the_cron_grid() -> None:
    found = [
        item
        for number in range(20)
        for item in activity_times_between("s", f"d{number}", None, MONDAY, MONDAY + FOUR_WEEKS)
    ]
    assert 2 < len(found) / (20 * 28) < 6
    assert len({item.moment.hour for item in found}) == 24
    assert all(item.moment.second >= 4 and item.moment.microsecond for item in found)
    assert len({item.moment.minute for item in found}) == 60


@pytest.mark.parametrize(("rate", "low", "high"), [(0.0, 0, 0), (0.5, 0.4, 0.9), (2.0, 1.2, 2.2)])
def test_the_rate_scales_the_volume(rate: float, low: float, high: float) -> None:
    for actors in ([person(f"p{number}") for number in range(40)], [None] * 10):
        usual, scaled = (
            sum(
                len(activity_times_between("s", f"d{place}", actor, MONDAY, MONDAY + FOUR_WEEKS, factor))
                for place, actor in enumerate(actors)
            )
            for factor in (1.0, rate)
        )
        assert low * usual <= scaled <= high * usual


def test_an_empty_or_backward_span_holds_nothing() -> None:
    assert activity_times_between("s", "d", person(), MONDAY, MONDAY) == []
    assert activity_times_between("s", "d", person(), MONDAY, MONDAY - timedelta(days=3)) == []
    assert activity_times_between("s", "d", None, MONDAY + timedelta(days=1), MONDAY) == []


def test_another_seed_is_another_fleet() -> None:
    ours = {item.moment for item in activity_times_between("a", "d", person(), MONDAY, MONDAY + FOUR_WEEKS)}
    theirs = {item.moment for item in activity_times_between("b", "d", person(), MONDAY, MONDAY + FOUR_WEEKS)}
    assert ours and theirs and not ours & theirs
