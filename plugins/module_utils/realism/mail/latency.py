# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long people take to answer a mail, and at which moment of their day that falls.

Quantiles of the delay in seconds. ``normal`` is measured on 9,600 replies of public lists; ``fast`` follows 16 billion
mails (Kooti et al. 2015: half within 47 minutes, 2 minutes the most frequent, 90 % within a day); ``slow`` is chosen:
the measured delays of the slower half.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from ..behaviour.attendance import is_away
from ..behaviour.diurnal import is_active
from ..model.persona import Persona
from ..model.seeded_random import seeded_random

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
#: (share, seconds); between two of them the logarithm of the delay is drawn evenly.
QUANTILES: dict[str, tuple[tuple[float, float], ...]] = {
    "fast": (
        (0.0, 65.0),
        (0.10, 2 * MINUTE),
        (0.25, 9 * MINUTE),
        (0.50, 47 * MINUTE),
        (0.75, 4.5 * HOUR),
        (0.90, DAY),
        (1.0, 4 * DAY),
    ),
    "normal": (
        (0.0, 90.0),
        (0.05, 573.0),
        (0.10, 894.0),
        (0.25, 1973.0),
        (0.50, 7783.0),
        (0.75, 38_545.0),
        (0.90, 117_505.0),
        (0.95, 263_000.0),
        (1.0, 6 * DAY),
    ),
    "slow": (
        (0.0, 9 * MINUTE),
        (0.10, 1.1 * HOUR),
        (0.25, 3.5 * HOUR),
        (0.50, 13 * HOUR),
        (0.75, 1.6 * DAY),
        (0.90, 3.5 * DAY),
        (1.0, 9 * DAY),
    ),
}
#: For how long a common stretch of two people's hours is sought before an answer is written in the answerer's own.
COMMON_DAYS = 7
#: The measured delays have their nights in them: a delay that ends at night is drawn again before it is moved, else all
#: would be too long.
DRAWS = 2
_STEP = timedelta(minutes=5)


def drawn_delay(latency: str, rng: random.Random) -> float:
    """Seconds between a mail and its answer, on the clock of the wall. ``latency`` is fast, normal or slow."""
    table = QUANTILES[latency]
    share = rng.random()
    index = min(bisect_right([at for at, _seconds in table], share), len(table) - 1)
    (low, first), (high, last) = table[index - 1], table[index]
    part = (share - low) / (high - low)
    return math.exp(math.log(first) + part * (math.log(last) - math.log(first)))


def answer_moment(seed: str, sent_at: datetime, who: Persona, other: Persona, rng: random.Random) -> datetime | None:
    """When ``who`` answers a mail that ``other`` sent: the drawn delay, moved to a time at which both are at work.

    Where they never are at the same time, it is moved to a time at which ``who`` is.

    None where ``who`` is away for so long that nobody would answer any more.
    """
    working = _at_work(seed, (who, other))
    wishes = [sent_at + timedelta(seconds=drawn_delay(who.reply_latency, rng)) for _draw in range(DRAWS)]
    at = next((wish for wish in wishes if working(wish.astimezone(timezone.utc))), wishes[0])
    for present in ((who, other), (who,)):
        found = _next_moment(seed, at, present, rng)
        if found is not None:
            return found.astimezone(ZoneInfo(who.timezone))
    return None


def _next_moment(seed: str, at: datetime, people: tuple[Persona, ...], rng: random.Random) -> datetime | None:
    """``at`` itself, or a moment in the next stretch in which all are at work; none is on a round minute."""
    here = at.astimezone(timezone.utc)
    working = _at_work(seed, people)
    if not working(here):
        limit = here + timedelta(days=COMMON_DAYS)
        while here < limit and not working(here):
            here += _STEP
        if here >= limit:
            return None
        # Whoever comes to the desk finds many mails, and this one is not always the first.
        wish = here + timedelta(seconds=rng.expovariate(1 / 1500.0))
        here = wish if working(wish) else here + timedelta(seconds=rng.uniform(0, 100))
    here = here.replace(microsecond=rng.randrange(1, 1_000_000))
    return here + timedelta(seconds=rng.randrange(1, 60)) if here.second == 0 else here


def _at_work(seed: str, people: tuple[Persona, ...]) -> Callable[[datetime], bool]:
    def working(moment: datetime) -> bool:
        return all(
            is_active(person, moment) and not is_away(seed, person, moment.astimezone(ZoneInfo(person.timezone)).date())
            for person in people
        )

    return working


@lru_cache(maxsize=16384)
def reading_moment(seed: str, message_id: str, sent_at: datetime, owner: Persona) -> datetime | None:
    """When the owner of a mailbox reads a mail; None for the few that nobody ever opens."""
    rng = seeded_random(seed, "read", message_id, owner.login)
    if rng.random() < UNREAD:
        return None
    # Chosen: people at their desk see most mail within the hour.
    at = sent_at + timedelta(seconds=rng.lognormvariate(math.log(18 * MINUTE), 1.4))
    return _next_moment(seed, at, (owner,), rng)


#: Chosen: the share of mail that its owner never opens.
UNREAD = 0.04
