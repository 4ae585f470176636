# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The moments of one working day: sittings within the active hours, and bursts with long gaps within a sitting.

Moments are in seconds from the midnight at the start of the day. This module knows neither date nor time zone.
"""

from __future__ import annotations

import random

from ..model.persona import ActiveHours
from .habits import Habits, logistic, poisson

HOUR = 3600.0
DAY = 24 * HOUR
#: Fitted: the spread of late starts and early ends, as a share of the active hours.
TRIM = 0.024
#: Fitted: the chance that a sitting at the midday meal is drawn again, and half the length of the meal in hours.
MEAL_SKIP, MEAL_HALF = 0.27, 0.6
#: Fitted: the spread between days of the chance that a sitting continues, as a logit.
CONTINUE_DAY_SD = 0.48
#: Fitted: counts of sittings spread wider than Poisson, so their mean has a gamma distribution of this shape.
SITTINGS_SHAPE = 2.4
#: Fitted: three of four sittings outside the active hours are late, the others early; means and limits in hours.
LATE_SHARE, LATE_MEAN, LATE_LIMIT, EARLY_MEAN, EARLY_LIMIT = 0.75, 4.9, 10.0, 1.8, 3.0
#: Fitted: the mean time in seconds by which a sitting may exceed the end of the active hours.
OVERRUN_MEAN = 8 * 60.0
#: Chosen: the longest sitting and the longest gap within one, in seconds, and the most moments of a day.
SITTING_LIMIT, LONGEST_GAP = 4 * HOUR, 2 * HOUR
MOST_MOMENTS = 60


def day_moments(
    habits: Habits, hours: ActiveHours, intensity: float, working_day: bool, rng: random.Random
) -> list[float]:
    """The moments in seconds from midnight of the window's first day, in order; they may extend into the next day."""
    start = hours.start.hour * HOUR + hours.start.minute * 60.0
    length = (hours.end.hour * HOUR + hours.end.minute * 60.0 - start) % DAY
    if not working_day:
        # A day off has no office hours: the window extends from the usual start until late in the evening.
        length = max(length, min(14 * HOUR, DAY - length))
    lower, upper = TRIM * abs(rng.gauss(0.0, 1.0)), 1.0 - TRIM * abs(rng.gauss(0.0, 1.0))
    continue_chance = logistic(habits.continue_logit + CONTINUE_DAY_SD * rng.gauss(0.0, 1.0))
    sittings = 1 + poisson(rng, habits.sessions * intensity * rng.gammavariate(SITTINGS_SHAPE, 1.0 / SITTINGS_SHAPE))
    moments: list[float] = []
    for _turn in range(min(sittings, MOST_MOMENTS)):
        moment, end = _sitting_start(habits, start, length, (lower, upper), rng)
        sitting_start = moment
        while moment < end and moment - sitting_start < SITTING_LIMIT and len(moments) < MOST_MOMENTS:
            moments.append(moment)
            gap = 10.0 ** rng.gauss(habits.gap_log10, habits.gap_sd)
            if rng.random() >= continue_chance or gap > LONGEST_GAP:
                break
            moment += gap
    return sorted(moments)


def _sitting_start(
    habits: Habits, start: float, length: float, trimmed: tuple[float, float], rng: random.Random
) -> tuple[float, float]:
    """The start of a sitting and its latest end."""
    if rng.random() < habits.odd_hours:
        # The modulo folds values beyond the limit. A cut would put many moments at exactly ten hours past the end.
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
