# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The attendance of personas: holidays, leave, illness, busy and slack weeks.

Every result depends on the day alone. It is computed without earlier days, so that a tick can start on any day.
"""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache

from ..model.persona import Persona
from ..model.seeded_random import seeded_random
from .habits import block, block_start, habits, logistic

#: Chosen, not measured. Leave is one spell in most quarters, of some days to two weeks; illness is about one a season.
#: With holidays, a persona is away about 22 working days a year.
LEAVE_EVERY, LEAVE_CHANCE, LEAVE_SHORTEST, LEAVE_LONGEST = 91, 0.75, 3, 16
ILL_EVERY, ILL_CHANCE, ILL_LONGEST = 70, 0.5, 4
#: Fitted: the effect of a week of the persona, and of a spell of days on one decky, on the log-odds of attendance.
WEEK_LOGIT_SD, SPELL_LOGIT_SD, SPELL_DAYS = 1.25, 1.1, 3
#: Fitted: the spread of a day's intensity and of a week's (natural log), and the chance and size of a rare binge.
DAY_SD, WEEK_SD, BINGE_CHANCE, BINGE_FACTOR = 0.28, 0.21, 0.037, 5.0
#: Chosen, not measured: the factor on the chance of attendance on a holiday, on leave or in illness.
AWAY_CHANCE = 0.02


def day_intensity(seed: str, decky: str, persona: Persona, day: date) -> float:
    """The amount of the persona's activity on the decky that day: 1.0 is usual, 0.0 is none."""
    ordinal, login = day.toordinal(), persona.login
    persona_habits = habits(seed, login, decky, ordinal)
    rng = seeded_random(seed, "day", login, decky, ordinal)
    week = _normal(seed, "week", login, block(ordinal, 7, seed, login))
    spell = _normal(seed, "spell", login, decky, block(ordinal, SPELL_DAYS, seed, login, decky))
    chance = logistic(persona_habits.attendance_logit + WEEK_LOGIT_SD * week + SPELL_LOGIT_SD * spell)
    if day.weekday() not in persona.weekdays:
        chance *= persona_habits.weekend
    if is_away(seed, persona, day):
        chance *= AWAY_CHANCE
    if rng.random() >= chance:
        return 0.0
    binge = BINGE_FACTOR if rng.random() < BINGE_CHANCE else 1.0
    return binge * math.exp(DAY_SD * rng.gauss(0.0, 1.0) + WEEK_SD * week)


def is_away(seed: str, persona: Persona, day: date) -> bool:
    """Whether the persona is away from all deckies: on a public holiday, on leave, or ill."""
    if day in persona.holidays:
        return True
    ordinal = day.toordinal()
    for kind, every in (("leave", LEAVE_EVERY), ("ill", ILL_EVERY)):
        cell = block(ordinal, every, kind, seed, persona.login)
        for number in (cell - 1, cell):
            first, last = _spell(kind, seed, persona.login, number)
            if first <= ordinal <= last:
                return True
    return False


@lru_cache(maxsize=65536)
def _spell(kind: str, seed: str, login: str, cell: int) -> tuple[int, int]:
    """The first and last day of the spell of absence in a cell, as ordinals; (0, -1) where there is none."""
    every, chance, shortest, longest = (
        (LEAVE_EVERY, LEAVE_CHANCE, LEAVE_SHORTEST, LEAVE_LONGEST)
        if kind == "leave"
        else (ILL_EVERY, ILL_CHANCE, 1, ILL_LONGEST)
    )
    rng = seeded_random(seed, kind, login, cell)
    if rng.random() >= chance:
        return (0, -1)
    first = block_start(cell, every, kind, seed, login) + int(rng.random() * every)
    # The square makes short spells more frequent.
    return (first, first + shortest - 1 + int(rng.random() ** 2 * (longest - shortest + 1)))


@lru_cache(maxsize=65536)
def _normal(*key: object) -> float:
    """A standard normal value that depends on the key alone."""
    return seeded_random(*key).gauss(0.0, 1.0)
