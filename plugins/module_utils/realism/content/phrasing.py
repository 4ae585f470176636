# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills the slots of a phrase (``{colleague}``, ``{ticket}``, ``{weekday}``, ...) from the world, the persona and the moment.

Knows nothing of files: what is said where is the bodies' business.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from ..company.world import World
from ..corpora import spoken
from ..model.persona import Persona
from ..model.seeded_random import seeded_random
from .focus import SHARE, focus_of, translated
from .templates import filled, own_words

#: Among how many deckies sentences are dealt out, and how often a mould is filled to find one of this decky's.
MOST_SHARES, TRIES = 8, 60
_WORD = re.compile(r"\w+")


class Phrasing:
    """The voice of one persona in one world at one moment, in English unless ``language`` is another. All choices come from ``rng``."""

    def __init__(
        self,
        world: World,
        persona: Persona | None,
        now: datetime,
        rng: random.Random,
        decky: str = "",
        path: str = "",
        language: str = "en",
    ) -> None:
        self.world, self.persona, self.now, self.rng = world, persona, now, rng
        self.words = spoken("words", language)
        self.systems = translated(world.systems, language)
        self._shares = min(len(world.hosts), MOST_SHARES)
        self._share = world.hosts.index(decky) % self._shares if decky in world.hosts else None
        self._focus = focus_of(world, decky, path, language)
        login = persona.login if persona else "system"
        habit = seeded_random(world.seed, "voice", login)
        # Where nouns are capitalised a jotting begins as it comes.
        self.lower = habit.random() < 0.55 and not self.words.get("capital_nouns")
        self.bullet = habit.choice(("-", "-", "-", "*"))
        self.date_style = habit.choice(self.words["dates"])
        self.stop = habit.random() < 0.25
        self.thousands = habit.choice(("", "", "'", "."))

    def phrase(self, bank: Sequence[str], avoid: Collection[str] = ()) -> str | None:
        """A phrase of the bank, styled, in whose mould none of ``avoid`` was made; None where all moulds are used up.

        Nobody writes the same sentence twice into one file with only the names changed.
        """
        templates = sorted(set(bank))
        weights = [bank.count(template) for template in templates]
        said = "\n".join(sorted(avoid)).lower()
        while templates:
            index = self.rng.choices(range(len(templates)), weights)[0]
            template = templates.pop(index)
            weights.pop(index)
            if own_words(template) in said:
                continue
            for _attempt in range(TRIES):
                text = self.styled(self.fill(template))
                if text not in avoid and self.said_here(text):
                    return text
        return None

    def said_here(self, text: str) -> bool:
        """Whether the sentence belongs to this decky: each is said on one decky of a small fleet, so that no two share one."""
        return self._share is None or zlib.crc32(text.encode()) % self._shares == self._share

    def fill(self, template: str) -> str:
        """The template with every slot filled, slots in what fills them too. Raises KeyError for an unknown slot."""
        # Halden Systems' offer, not Systems's.
        return filled(template, self._slot).replace("s's ", "s' ")

    def styled(self, text: str) -> str:
        """Capitalised or not, with or without a full stop, as this persona always does."""
        first = text[:1]
        word = _WORD.match(text)
        if self.lower and first.isupper() and text[1:2].islower() and word and word.group() not in self._proper():
            text = first.lower() + text[1:]
        elif not self.lower and first.islower():
            text = first.upper() + text[1:]
        if self.stop and text[-1:].isalnum():
            text += "."
        return text

    def date(self, moment: datetime) -> str:
        """A day as this persona writes it."""
        return moment.strftime(self.date_style)

    def _proper(self) -> set[str]:
        people = {persona.first_name for persona in self.world.colleagues} | set(self.world.outsiders)
        names = {project.name for project in self.world.projects} | {
            vendor.split(" ")[0] for vendor in self.world.vendors
        }
        return people | names | {"HR", "CRM", "ERP", "VPN", "DNS", "SSH"} | set(self.words["weekdays"])

    def _slot(self, name: str) -> str:
        about = self._focus.get(name)
        if about and self.rng.random() < SHARE:
            own = self.persona.first_name if self.persona else None
            return self.rng.choice([value for value in about if value != own] or about)
        made = _SLOTS.get(name)
        if made is not None:
            return made(self)
        bank = self.words.get(name)
        if bank is None:
            raise KeyError(f"no slot {name!r}")
        return str(self.rng.choice(bank))

    def _colleague(self) -> str:
        own = self.persona.login if self.persona else None
        known = [persona.first_name for persona in self.world.colleagues if persona.login != own]
        return self.rng.choice([*known, *known, *self.world.outsiders])

    def _ticket(self) -> str:
        project = self.rng.choice(self.world.projects)
        # Numbers grow with time, some nine a week, so that two notes of one month cite tickets of one range.
        weeks = (self.now.date().toordinal() - 735_000) // 7
        base = seeded_random(self.world.seed, "tickets", project.prefix).randrange(40, 400) + (weeks % 120) * 9
        return f"{project.prefix}-{max(1, base - self.rng.randrange(0, 90))}"

    def _future_day(self) -> str:
        ahead = self.now + timedelta(days=self.rng.randrange(1, 24))
        return self.date(ahead)

    def _past_day(self) -> str:
        return self.date(self.now - timedelta(days=self.rng.randrange(1, 20)))

    def _amount(self) -> str:
        return f"{self.rng.randrange(3, 90) * 50 + self.rng.choice((0, 0, 20, 25, 90)):,}".replace(",", self.thousands)

    def _quarter(self) -> str:
        return f"Q{(self.now.month - 1) // 3 + 1}"


_SLOTS: dict[str, Callable[[Phrasing], str]] = {
    "colleague": Phrasing._colleague,
    "ticket": Phrasing._ticket,
    "future_day": Phrasing._future_day,
    "past_day": Phrasing._past_day,
    "amount": Phrasing._amount,
    "quarter": Phrasing._quarter,
    "project": lambda self: self.rng.choice(self.world.projects).name,
    "subject": lambda self: self.rng.choice(self.world.projects).subject,
    "vendor": lambda self: self.rng.choice(self.world.vendors),
    "system": lambda self: self.rng.choice(self.systems),
    "host": lambda self: self.rng.choice(self.world.hosts or ("the server",)),
    "topic": lambda self: self.rng.choice(self.words["topics"]),
    "thing": lambda self: self.rng.choice(self.words["things"]),
    "weekday": lambda self: self.rng.choice(self.words["weekdays"]),
    "team": lambda self: self.rng.choice(self.words["teams"]),
    "place": lambda self: self.rng.choice(self.words["places"]),
    "count": lambda self: str(self.rng.randrange(2, 48)),
    "small": lambda self: str(self.rng.randrange(2, 9)),
    "percent": lambda self: f"{self.rng.randrange(3, 97)}%",
    "clock": lambda self: f"{self.rng.randrange(8, 18)}:{self.rng.choice(('00', '15', '30', '45'))}",
    "version": lambda self: f"{self.rng.randrange(1, 9)}.{self.rng.randrange(0, 24)}",
}
