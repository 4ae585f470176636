# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The activity times of a decky: the moments at which a persona or the system acts on it.

They are a pure function of (fleet seed, decky, persona, day). A tick that is missed, repeated or run on another
controller gets the same moments.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from ..model.persona import Persona
from ..model.seeded_random import seeded_random
from .attendance import day_intensity
from .habits import habits, poisson
from .sessions import DAY, day_moments

#: Chosen, not measured: the number of system activity times a day, and the shape of the gamma distribution by which
#: days differ.
SYSTEM_PER_DAY, SYSTEM_SHAPE = 4.0, 4.0
#: cron's own lines have seconds 0 to 3 of a minute (measured on 18 hosts); all other activity avoids them.
CRON_SECONDS = 4
#: The number of days after a day's start within which its moments end. A night shift runs over midnight.
REACH = 2


@dataclass(frozen=True)
class ActivityTime:
    """One activity time. ``moment`` is aware, in the actor's own time zone.

    ``persona`` is a login, None for the system. ``id`` is the same in every process.
    """

    id: str
    moment: datetime
    decky: str
    persona: str | None


def activity_times_between(
    seed: str, decky: str, persona: Persona | None, start: datetime, end: datetime, rate: float = 1.0
) -> list[ActivityTime]:
    """All activity times in ``(start, end]``, in order. Adjoining intervals neither lose nor repeat one.

    ``rate`` scales their number.
    """
    if end <= start:
        return []
    zone = ZoneInfo(persona.timezone) if persona else timezone.utc
    first, last = start.astimezone(zone).date() - timedelta(days=REACH), end.astimezone(zone).date() + timedelta(days=1)
    # Aware times of one zone compare by their wall clock, which repeats an hour in autumn: compare in UTC.
    low, high = start.astimezone(timezone.utc), end.astimezone(timezone.utc)
    within = [
        activity_time
        for step in range((last - first).days + 1)
        for activity_time in activity_times_on(seed, decky, persona, first + timedelta(days=step), rate)
        if low < activity_time.moment.astimezone(timezone.utc) <= high
    ]
    return sorted(within, key=lambda activity_time: (activity_time.moment.astimezone(timezone.utc), activity_time.id))


@lru_cache(maxsize=16384)
def activity_times_on(
    seed: str, decky: str, persona: Persona | None, day: date, rate: float = 1.0
) -> tuple[ActivityTime, ...]:
    """The activity times of the working day that begins on ``day`` in the actor's own time zone.

    The activity times of a night shift extend into the next day.
    """
    login = persona.login if persona else None
    rng = seeded_random(seed, "moments", decky, login or "", day.toordinal(), "person" if persona else "system")
    if persona is None:
        seconds = _system_seconds(rng, rate)
    else:
        intensity = day_intensity(seed, decky, persona, day) * rate
        if intensity <= 0.0:
            return ()
        persona_habits = habits(seed, persona.login, decky, day.toordinal())
        seconds = day_moments(persona_habits, persona.active_hours, intensity, day.weekday() in persona.weekdays, rng)
    activity_times = []
    for number, second in enumerate(seconds):
        moment = _local_moment(day, second, persona)
        if moment is not None:
            activity_times.append(ActivityTime(_activity_id(decky, login, day, number), moment, decky, login))
    return tuple(activity_times)


def _system_seconds(rng: random.Random, rate: float) -> list[float]:
    """The system's activity times of one day, in seconds from midnight."""
    count = poisson(rng, SYSTEM_PER_DAY * rate * rng.gammavariate(SYSTEM_SHAPE, 1.0 / SYSTEM_SHAPE))
    return sorted(moment for moment in (rng.random() * DAY for _turn in range(count)) if moment % 60.0 >= CRON_SECONDS)


def _local_moment(day: date, second: float, persona: Persona | None) -> datetime | None:
    """The moment on the actor's clock; None where that clock skips it in spring."""
    micros = int(second * 1e6)
    # Only touch and archives leave a whole second; a program that saves a file never does.
    micros += micros % 1_000_000 == 0
    naive = datetime.combine(day, time()) + timedelta(microseconds=micros)
    if persona is None:
        return naive.replace(tzinfo=timezone.utc)
    moment = naive.replace(tzinfo=ZoneInfo(persona.timezone))
    return moment if moment.astimezone(timezone.utc).astimezone(moment.tzinfo).replace(tzinfo=None) == naive else None


def _activity_id(decky: str, login: str | None, day: date, number: int) -> str:
    """The stable id of an activity time: 16 hexadecimal digits."""
    text = "\x1f".join((decky, "person" if login is not None else "system", login or "", day.isoformat(), str(number)))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
