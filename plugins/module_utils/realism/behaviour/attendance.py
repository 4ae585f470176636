# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which days a persona works at all, and how much of a day it is: holidays, leave, illness, busy and slack weeks.

Every answer is found from the day alone, never by walking there from an earlier day, so a tick may ask for any day.
"""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache

from ..model.persona import Persona
from ..model.seeded_random import seeded_random
from .habits import block, block_start, habits, logistic

#: Chosen, not measured. Leave: one spell in most quarters, of some days to two weeks, so that with illness and holidays
#: some 22 working days a year come out; an illness a season.
LEAVE_EVERY, LEAVE_CHANCE, LEAVE_SHORTEST, LEAVE_LONGEST = 91, 0.75, 3, 16
ILL_EVERY, ILL_CHANCE, ILL_LONGEST = 70, 0.5, 4
#: Fitted: how far a week of the person, and a spell of days on one decky, lift or lower the odds of being seen there.
WEEK_LOGIT_SD, SPELL_LOGIT_SD, SPELL_DAYS = 1.25, 1.1, 3
#: Fitted: the day's own intensity (natural log), how much of it a week shares, and the rare binge.
DAY_SD, WEEK_SD, BINGE_CHANCE, BINGE_FACTOR = 0.28, 0.21, 0.037, 5.0
#: Chosen, not measured: on a holiday or on leave a few still save a file.
AWAY_CHANCE = 0.02


def day_intensity(seed: str, decky: str, persona: Persona, day: date) -> float:
    """How much the persona does on the decky that day, 1.0 being usual; 0.0 where they are not seen there at all."""
    ordinal, login = day.toordinal(), persona.login
    ways = habits(seed, login, decky, ordinal)
    rng = seeded_random(seed, "day", login, decky, ordinal)
    week = _normal(seed, "week", login, block(ordinal, 7, seed, login))
    spell = _normal(seed, "spell", login, decky, block(ordinal, SPELL_DAYS, seed, login, decky))
    chance = logistic(ways.attendance_logit + WEEK_LOGIT_SD * week + SPELL_LOGIT_SD * spell)
    if day.weekday() not in persona.weekdays:
        chance *= ways.weekend
    if is_away(seed, persona, day):
        chance *= AWAY_CHANCE
    if rng.random() >= chance:
        return 0.0
    binge = BINGE_FACTOR if rng.random() < BINGE_CHANCE else 1.0
    return binge * math.exp(DAY_SD * rng.gauss(0.0, 1.0) + WEEK_SD * week)


def is_away(seed: str, persona: Persona, day: date) -> bool:
    """Whether the whole fleet would find the persona away: a public holiday, on leave, or ill."""
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
    """The first and last day of a cell's one spell away, as ordinals; (0, -1) is none."""
    every, chance, shortest, longest = (
        (LEAVE_EVERY, LEAVE_CHANCE, LEAVE_SHORTEST, LEAVE_LONGEST)
        if kind == "leave"
        else (ILL_EVERY, ILL_CHANCE, 1, ILL_LONGEST)
    )
    rng = seeded_random(seed, kind, login, cell)
    if rng.random() >= chance:
        return (0, -1)
    first = block_start(cell, every, kind, seed, login) + int(rng.random() * every)
    # Short spells are the common ones: the square leans to them.
    return (first, first + shortest - 1 + int(rng.random() ** 2 * (longest - shortest + 1)))


@lru_cache(maxsize=65536)
def _normal(*key: object) -> float:
    return seeded_random(*key).gauss(0.0, 1.0)
