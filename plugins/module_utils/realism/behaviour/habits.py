# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What kind of worker a persona is: how regular, how bursty, early or late, at weekends or never.

Habits belong to the person and hold on every decky; each decky and each phase of some weeks bends them a little.
All figures are fitted to measured people: 124 employees, 28-day windows; the half that was looked at has 57 of them.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache

from ..model.seeded_random import seeded_random

#: Fitted: (middle, spread between people, spread between phases of one person on one decky). Natural logs and logits
#: where the name says so. People differ from themselves a month later about as much as from their colleagues
#: (measured).
ATTENDANCE_LOGIT = (0.85, 0.47, 0.54)
SESSIONS_LOG = (0.15, 0.21, 0.32)
CONTINUE_LOGIT = (-1.14, 0.44, 0.35)
GAP_LOG10 = (2.59, 0.62, 0.3)
GAP_SD = (0.62, 0.09, 0.06)
CENTRE_LOGIT = (0.03, 0.22, 0.19)
PEAK_LOG = (0.75, 0.25, 0.25)
WEEKEND_LOG = (-2.92, 1.84, 0.97)
ODD_LOG = (-3.9, 1.4, 0.8)
#: Fitted: a phase (a project, a season) lasts about a month.
PHASE_DAYS = 28
#: Chosen, not measured: when people go for their meal, and how far they differ.
MEAL_HOUR = (12.4, 0.4)


@dataclass(frozen=True)
class Habits:
    """One persona's ways on one decky during one phase."""

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
    """The number of the block of ``length`` days that a day lies in; every key has its own phase."""
    return (ordinal + _phase(length, *key)) // length


def block_start(number: int, length: int, *key: object) -> int:
    """The ordinal of the first day of that block."""
    return number * length - _phase(length, *key)


@lru_cache(maxsize=65536)
def _phase(length: int, *key: object) -> int:
    return int(seeded_random("phase", length, *key).random() * length)


@lru_cache(maxsize=65536)
def _normals(*key: object) -> tuple[float, ...]:
    rng = seeded_random(*key)
    return tuple(max(-2.5, min(2.5, rng.gauss(0.0, 1.0))) for _turn in range(10))


def habits(seed: str, login: str, decky: str, ordinal: int) -> Habits:
    """The habits that hold on the day with that ordinal; a pure function of its arguments."""
    return _habits(seed, login, decky, block(ordinal, PHASE_DAYS, seed, login, decky))


@lru_cache(maxsize=65536)
def _habits(seed: str, login: str, decky: str, phase: int) -> Habits:
    person = _normals(seed, "habits", login)
    now = _normals(seed, "habits", login, decky, phase)

    def bent(index: int, statistics: tuple[float, float, float]) -> float:
        middle, between, within = statistics
        return middle + between * person[index] + within * now[index]

    return Habits(
        attendance_logit=bent(0, ATTENDANCE_LOGIT),
        sessions=math.exp(bent(1, SESSIONS_LOG)),
        continue_logit=bent(2, CONTINUE_LOGIT),
        gap_log10=bent(3, GAP_LOG10),
        gap_sd=max(0.3, bent(4, GAP_SD)),
        centre=logistic(bent(5, CENTRE_LOGIT)),
        peak=max(1.6, math.exp(bent(9, PEAK_LOG))),
        weekend=min(0.8, math.exp(bent(6, WEEKEND_LOG))),
        odd_hours=min(0.3, math.exp(bent(7, ODD_LOG))),
        meal_hour=MEAL_HOUR[0] + MEAL_HOUR[1] * person[8],
    )


def logistic(value: float) -> float:
    """A logit as a share."""
    return 1.0 / (1.0 + math.exp(-value))


def poisson(rng: random.Random, mean: float) -> int:
    """A Poisson count by waiting times, so that the same dice give the same count on every Python."""
    count, waited = -1, 0.0
    while waited < mean:
        waited += rng.expovariate(1.0)
        count += 1
    return max(0, count)
