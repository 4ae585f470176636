# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The moments of one working day: sittings within the active hours, and bursts with long silences within a sitting.

Moments are seconds from the midnight that the day began with; what date and zone they fall in is not known here.
"""

from __future__ import annotations

import random

from ..model.persona import ActiveHours
from .habits import Habits, logistic, poisson

HOUR = 3600.0
DAY = 24 * HOUR
#: Fitted: how much of the day late starts and early ends eat.
TRIM = 0.024
#: Fitted: how often a sitting that would begin at the meal is put elsewhere in the day.
MEAL_SKIP, MEAL_HALF = 0.27, 0.6
#: Fitted: how far a day's own mood bends the chance to go on.
CONTINUE_DAY_SD = 0.48
#: Fitted: counts of sittings spread wider than Poisson, so their mean is drawn from a gamma distribution of this shape.
SITTINGS_SHAPE = 2.4
#: Fitted: three of four sittings outside the active hours are late, by some hours; the rest are early.
LATE_SHARE, LATE_MEAN, LATE_LIMIT, EARLY_MEAN, EARLY_LIMIT = 0.75, 4.9, 10.0, 1.8, 3.0
#: Fitted: a sitting that began in time may run on over the end by minutes.
OVERRUN_MEAN = 8 * 60.0
#: Chosen bounds: a sitting ends after this long or at a gap longer than this; a day holds so many moments at most.
SITTING_LIMIT, LONGEST_GAP = 4 * HOUR, 2 * HOUR
MOST_MOMENTS = 60


def day_moments(
    habits: Habits, hours: ActiveHours, intensity: float, working_day: bool, rng: random.Random
) -> list[float]:
    """Seconds from midnight of the window's first day, in order; they may run over the next midnight."""
    start = hours.start.hour * HOUR + hours.start.minute * 60.0
    length = (hours.end.hour * HOUR + hours.end.minute * 60.0 - start) % DAY
    if not working_day:
        # Off days have no office hours: from the usual start to late in the evening.
        length = max(length, min(14 * HOUR, DAY - length))
    lower, upper = TRIM * abs(rng.gauss(0.0, 1.0)), 1.0 - TRIM * abs(rng.gauss(0.0, 1.0))
    goes_on = logistic(habits.continue_logit + CONTINUE_DAY_SD * rng.gauss(0.0, 1.0))
    sittings = 1 + poisson(rng, habits.sessions * intensity * rng.gammavariate(SITTINGS_SHAPE, 1.0 / SITTINGS_SHAPE))
    moments: list[float] = []
    for _turn in range(min(sittings, MOST_MOMENTS)):
        moment, end = _sitting_start(habits, start, length, (lower, upper), rng)
        begun = moment
        while moment < end and moment - begun < SITTING_LIMIT and len(moments) < MOST_MOMENTS:
            moments.append(moment)
            gap = 10.0 ** rng.gauss(habits.gap_log10, habits.gap_sd)
            if rng.random() >= goes_on or gap > LONGEST_GAP:
                break
            moment += gap
    return sorted(moments)


def _sitting_start(
    habits: Habits, start: float, length: float, trimmed: tuple[float, float], rng: random.Random
) -> tuple[float, float]:
    """When a sitting begins and when it must be over."""
    if rng.random() < habits.odd_hours:
        # A limit that is folded, not cut: a heap of moments at exactly ten hours past the end would be seen.
        if rng.random() < LATE_SHARE:
            late = start + length + rng.expovariate(1.0 / LATE_MEAN) % LATE_LIMIT * HOUR
            return late, late + SITTING_LIMIT
        early = start - rng.expovariate(1.0 / EARLY_MEAN) % EARLY_LIMIT * HOUR
        return early, start + length
    lower, upper = trimmed
    end = start + length + rng.expovariate(1.0 / OVERRUN_MEAN)
    moment = start
    for _turn in range(4):
        share = rng.betavariate(habits.peak * habits.centre, habits.peak * (1.0 - habits.centre))
        moment = start + length * min(1.0, lower + max(0.0, upper - lower) * share)
        if abs((moment / HOUR) % 24.0 - habits.meal_hour) > MEAL_HALF or rng.random() >= MEAL_SKIP:
            break
    return moment, end
