# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work habits of a persona: attendance, bursts, early or late hours, weekends.

Habits belong to the persona and hold on every decky. Each decky and each phase of some weeks varies them slightly.
All figures are fitted to measured people: 124 employees in 28-day windows; the half used for the fit has 57 of them.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache

from ..model.seeded_random import seeded_random

#: Fitted: (mean, spread between people, spread between phases of one person on one decky), as natural logs, decimal
#: logs or logits where the name has them. A person a month later differs from the present about as much as from a
#: colleague (measured).
ATTENDANCE_LOGIT = (0.85, 0.47, 0.54)
SESSIONS_LOG = (0.15, 0.21, 0.32)
CONTINUE_LOGIT = (-1.14, 0.44, 0.35)
GAP_LOG10 = (2.59, 0.62, 0.3)
GAP_SD = (0.62, 0.09, 0.06)
CENTRE_LOGIT = (0.03, 0.22, 0.19)
PEAK_LOG = (0.75, 0.25, 0.25)
WEEKEND_LOG = (-2.92, 1.84, 0.97)
ODD_LOG = (-3.9, 1.4, 0.8)
#: Fitted: the length of a phase (a project, a season), about a month.
PHASE_DAYS = 28
#: Chosen, not measured: the mean hour of the midday meal, and its spread between people.
MEAL_HOUR = (12.4, 0.4)


@dataclass(frozen=True)
class Habits:
    """The habits of one persona on one decky during one phase."""

    attendance_logit: float
    sessions: float
    continue_logit: float
    gap_log10: float
    gap_sd: float
    centre: float
    peak: float
    weekend: float
    odd_hours: float
    meal_hour: float


def block(ordinal: int, length: int, *key: object) -> int:
    """The number of the block of ``length`` days that contains a day. Every key has its own offset."""
    return (ordinal + _offset(length, *key)) // length


def block_start(number: int, length: int, *key: object) -> int:
    """The ordinal of the first day of a block from :func:`block`."""
    return number * length - _offset(length, *key)


@lru_cache(maxsize=65536)
def _offset(length: int, *key: object) -> int:
    """The offset of a key's blocks, from 0 to ``length`` - 1 days."""
    return int(seeded_random("phase", length, *key).random() * length)


@lru_cache(maxsize=65536)
def _normals(*key: object) -> tuple[float, ...]:
    """Ten standard normal values of a key, limited to 2.5 in either direction."""
    rng = seeded_random(*key)
    return tuple(max(-2.5, min(2.5, rng.gauss(0.0, 1.0))) for _turn in range(10))


def habits(seed: str, login: str, decky: str, ordinal: int) -> Habits:
    """The habits on the day with that ordinal. A pure function of its arguments."""
    return _habits(seed, login, decky, block(ordinal, PHASE_DAYS, seed, login, decky))


@lru_cache(maxsize=65536)
def _habits(seed: str, login: str, decky: str, phase: int) -> Habits:
    person_values = _normals(seed, "habits", login)
    phase_values = _normals(seed, "habits", login, decky, phase)

    def value(index: int, statistics: tuple[float, float, float]) -> float:
        mean, between, within = statistics
        return mean + between * person_values[index] + within * phase_values[index]

    return Habits(
        attendance_logit=value(0, ATTENDANCE_LOGIT),
        sessions=math.exp(value(1, SESSIONS_LOG)),
        continue_logit=value(2, CONTINUE_LOGIT),
        gap_log10=value(3, GAP_LOG10),
        gap_sd=max(0.3, value(4, GAP_SD)),
        centre=logistic(value(5, CENTRE_LOGIT)),
        peak=max(1.6, math.exp(value(9, PEAK_LOG))),
        weekend=min(0.8, math.exp(value(6, WEEKEND_LOG))),
        odd_hours=min(0.3, math.exp(value(7, ODD_LOG))),
        meal_hour=MEAL_HOUR[0] + MEAL_HOUR[1] * person_values[8],
    )


def logistic(value: float) -> float:
    """The probability of a logit."""
    return 1.0 / (1.0 + math.exp(-value))


def poisson(rng: random.Random, mean: float) -> int:
    """A Poisson count, drawn by waiting times: the same generator gives the same count on every supported Python."""
    count, waited = -1, 0.0
    while waited < mean:
        waited += rng.expovariate(1.0)
        count += 1
    return max(0, count)
