# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The minutes of a job differ between fleets, and none is a quarter of the hour."""

from __future__ import annotations

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.plugin_utils.schedule.jitter import QUARTERS, jittered_minutes


@pytest.mark.parametrize("every", [3, 5, 7, 10, 12, 14, 20, 25, 30, 45, 60])
def test_minutes_keep_their_pace_and_off_the_quarters(every: int) -> None:
    for number in range(200):
        minutes = jittered_minutes(every, f"fleet {number}", "age")
        assert not QUARTERS & set(minutes) and all(0 <= minute < 60 for minute in minutes)
        assert all(later - earlier == every for earlier, later in zip(minutes, minutes[1:]))
        assert 60 - every <= minutes[-1]


def test_fleets_and_jobs_differ_and_one_fleet_stays() -> None:
    choices = {tuple(jittered_minutes(20, f"fleet {number}", "age")) for number in range(200)}
    assert len(choices) == 16
    assert jittered_minutes(20, "a", "age") == jittered_minutes(20, "a", "age")
    assert (
        sum(
            jittered_minutes(20, f"f{number}", "age") != jittered_minutes(20, f"f{number}", "mail")
            for number in range(50)
        )
        > 35
    )


@pytest.mark.parametrize("every", [0, 1, 2, 61, -5])
def test_a_pace_that_cannot_keep_off_them_is_refused(every: int) -> None:
    with pytest.raises(RealismError, match="choose"):
        jittered_minutes(every, "s", "age")
