# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The delay of replies, and the moment of the working day at which a reply is sent.

The delays are quantiles in seconds. ``normal`` is measured on 9,600 replies on public lists; ``fast`` follows 16
billion mails (Kooti et al. 2015: half within 47 minutes, 2 minutes the most frequent, 90 % within a day); ``slow`` is
chosen: the measured delays of the slower half.
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
#: Pairs of share and seconds. Between two pairs, the logarithm of the delay is drawn uniformly.
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
#: The days within which common working hours of two people are searched. Without any, the replier's hours count alone.
COMMON_DAYS = 7
#: The draws of a delay. The measured delays include nights, so a delay that ends outside working hours is drawn again
#: before it is moved; otherwise all delays would be too long.
DRAWS = 2
_STEP = timedelta(minutes=5)


def drawn_delay(latency: str, rng: random.Random) -> float:
    """Seconds of wall time between a mail and its reply. ``latency`` is ``fast``, ``normal`` or ``slow``."""
    table = QUANTILES[latency]
    share = rng.random()
    index = min(bisect_right([at for at, _seconds in table], share), len(table) - 1)
    (low, first), (high, last) = table[index - 1], table[index]
    part = (share - low) / (high - low)
    return math.exp(math.log(first) + part * (math.log(last) - math.log(first)))


def answer_moment(
    seed: str, sent_at: datetime, replier: Persona, author: Persona, rng: random.Random
) -> datetime | None:
    """The moment at which ``replier`` answers a mail of ``author``, in the replier's zone.

    The drawn delay is moved to a time at which both are at work, or, where they have no common hours, to a time at
    which the replier is. Returns None where the replier is away for more than COMMON_DAYS.
    """
    working = _at_work(seed, (replier, author))
    candidates = [sent_at + timedelta(seconds=drawn_delay(replier.reply_latency, rng)) for _draw in range(DRAWS)]
    at = next((item for item in candidates if working(item.astimezone(timezone.utc))), candidates[0])
    for present in ((replier, author), (replier,)):
        moment = _next_moment(seed, at, present, rng)
        if moment is not None:
            return moment.astimezone(ZoneInfo(replier.timezone))
    return None


def _next_moment(seed: str, at: datetime, people: tuple[Persona, ...], rng: random.Random) -> datetime | None:
    """``at``, or a moment of the next period in which all are at work; never a whole minute. None after COMMON_DAYS."""
    here = at.astimezone(timezone.utc)
    working = _at_work(seed, people)
    if not working(here):
        limit = here + timedelta(days=COMMON_DAYS)
        while here < limit and not working(here):
            here += _STEP
        if here >= limit:
            return None
        # A person who comes to work has many mails to answer, and this mail is not always the first.
        later = here + timedelta(seconds=rng.expovariate(1 / 1500.0))
        here = later if working(later) else here + timedelta(seconds=rng.uniform(0, 100))
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
    """The moment at which the owner of a mailbox reads a mail; None for the share that is never opened."""
    rng = seeded_random(seed, "read", message_id, owner.login)
    if rng.random() < UNREAD:
        return None
    # Chosen: people at their desk read most mail within an hour.
    at = sent_at + timedelta(seconds=rng.lognormvariate(math.log(18 * MINUTE), 1.4))
    return _next_moment(seed, at, (owner,), rng)


#: Chosen: the share of mails that their owner never opens.
UNREAD = 0.04
