# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of the slots of a mail: a ticket, a colleague, figures, days before or after its date."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from ..company.world import World
from ..content.constraints import minutes_of
from ..content.phrasing import Phrasing
from ..corpora import load
from ..model.persona import Persona
from ..model.seeded_random import seeded_random
from .locale import Locale

_FRIDAY = 4


def drawn_values(
    locale: Locale, world: World, sender: Persona, to: Persona, moment: datetime, rng: random.Random
) -> dict[str, str]:
    """New values. ``day`` is the ISO date that ``wd`` and ``date`` express."""
    voice = Phrasing(world, sender, moment, rng)
    names = [person.first_name for person in world.colleagues if person.login not in (sender.login, to.login)]
    total = rng.randrange(12, 180)
    number = rng.randrange(2, total)
    first, second = working_day(moment, rng.randrange(1, 7)), working_day(moment, rng.randrange(3, 12))
    before = moment - timedelta(days=rng.randrange(1, 16))
    return {
        **_days(locale, first),
        **{f"{name}2": value for name, value in _days(locale, second).items() if name != "day"},
        "pastdate": locale.date(before),
        "date0": locale.date(moment),
        "time": _clock(locale, rng),
        "time2": _clock(locale, rng),
        "n": str(number),
        "n2": str(number + rng.choice((-1, 1, 2, 3, 5, 9, 10, 12)) if number > 2 else number + 4),
        "total": str(total),
        "small": str(rng.randrange(2, 9)),
        "v": f"{rng.randrange(1, 4)}.{rng.randrange(0, 9)}",
        "pct": f"{rng.randrange(4, 97)}{locale.bank.get('percent', '%')}",
        "colleague": rng.choice([*names, *names, *world.outsiders] or [to.first_name]),
        "colleague2": rng.choice([*names, *names, *world.outsiders] or [to.first_name]),
        "vendor": rng.choice(world.vendors),
        "host": rng.choice(world.hosts or ("the server",)),
        "project": rng.choice(world.projects).name,
        "ticket": voice.fill("{ticket}"),
        "place": rng.choice(locale.bank["places"]),
    }


def reply_values(about: Mapping[str, Any], locale: Locale, moment: datetime, rng: random.Random) -> dict[str, str]:
    """The parent's values for a reply. A day that has passed is postponed."""
    facts = {name: str(value) for name, value in about.items() if name not in ("act", "topic", "turn")}
    if "day" in facts:
        day = datetime.combine(date.fromisoformat(facts["day"]), moment.timetz())
        facts |= _days(locale, day if day.date() > moment.date() else working_day(moment, rng.randrange(1, 5)))
    return facts


def resolved_values(
    facts: Mapping[str, str], locale: Locale, world: World, people: Collection[str], moment: datetime
) -> dict[str, str]:
    """The values for a mail that ``people`` (first names) write and read at ``moment``.

    The mail mentions none of ``people`` as a colleague. ``later`` is a time of the same day after ``moment``: ``time``
    where it lies after it; there is no ``later`` once the day is over.
    """
    values = dict(facts)
    for name in ("colleague", "colleague2"):
        rng = seeded_random(world.seed, "another", name, values[name], moment.isoformat())
        if values[name] in people:
            values[name] = rng.choice(_others(world, people))
    for name, later_name in (("time", "later"), ("time2", "later2")):
        rng = seeded_random(world.seed, later_name, moment.isoformat())
        at = minutes_of(values[name]) if name in values else None
        quarters = range(moment.hour * 4 + moment.minute // 15 + 2, min(96, max(72, moment.hour * 4 + 10)))
        if at is not None and at > moment.hour * 60 + moment.minute:
            values[later_name] = values[name]
        elif quarters:
            quarter = rng.choice(quarters)
            values[later_name] = locale.clock(quarter // 4, quarter % 4 * 15)
    return values


def _others(world: World, people: Collection[str]) -> list[str]:
    """First names of other people: colleagues and outsiders, else names from the corpus."""
    names = [*(person.first_name for person in world.colleagues), *world.outsiders]
    return [name for name in names if name not in people] or [
        name for name in load("words")["first_names"] if name not in people
    ]


def working_day(moment: datetime, ahead: int) -> datetime:
    """A day from Monday to Friday, ``ahead`` days later or the Monday after that."""
    day = moment + timedelta(days=ahead)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > _FRIDAY else day


def _days(locale: Locale, moment: datetime) -> dict[str, str]:
    return {"day": moment.date().isoformat(), "wd": locale.weekday(moment), "date": locale.date(moment)}


def _clock(locale: Locale, rng: random.Random) -> str:
    return locale.clock(rng.randrange(9, 17), rng.choice((0, 0, 15, 30, 30, 45)))
