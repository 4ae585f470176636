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
from .constraints import TextFacts, violations
from .focus import SHARE, focus_of, translated
from .templates import filled, own_words

#: Among how many deckies sentences are dealt out, and how often a mould is filled to find one of this decky's.
MOST_SHARES, TRIES = 8, 60


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
        *,
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
        self._firms = frozenset({project.name for project in world.projects} | set(world.vendors))
        people = {colleague.first_name for colleague in world.colleagues} | set(world.outsiders)
        words = (self.words[name] for name in ("topics", "teams", "places", "weekdays"))
        self._vocabulary = frozenset().union(self._firms, people, self.systems, world.hosts, *words)

    def phrase(self, bank: Sequence[str], avoid: Collection[str] = (), behind: str = "") -> str | None:
        """A phrase of the bank, styled, that no constraint forbids; None where all templates are used up.

        ``behind`` is what it is put behind in the same line. Nobody writes the same sentence twice into one file with only the names
        changed: a template that made one of ``avoid`` is used up.
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
                text, fillings = self._drawn(template)
                text = self._styled(text, fillings)
                if text not in avoid and self.said_here(text) and self.may_say(f"{behind} {text}".strip(), fillings):
                    return text
        return None

    def said_here(self, text: str) -> bool:
        """Whether the sentence belongs to this decky: each is said on one decky of a small fleet, so that no two share one."""
        return self._share is None or zlib.crc32(text.encode()) % self._shares == self._share

    def fill(self, template: str, behind: str = "") -> str:
        """The template with every slot filled, drawn again (within ``TRIES``) where a constraint forbids it.

        Raises KeyError for an unknown slot.
        """
        for _attempt in range(TRIES):
            text, fillings = self._drawn(template)
            if self.may_say(f"{behind} {text}".strip(), fillings):
                break
        return text

    def facts(self, fillings: tuple[tuple[str, str], ...] = ()) -> TextFacts:
        """What the constraint checks are told of a text in this voice."""
        return TextFacts(now=self.now, vocabulary=self._vocabulary, firms=self._firms, fillings=fillings)

    def may_say(self, text: str, fillings: tuple[tuple[str, str], ...] = ()) -> bool:
        """Whether no constraint forbids the text; ``fillings`` are slot and value of what was drawn for it."""
        return not violations(text, self.facts(fillings))

    def named(self, text: str) -> str:
        """The text with the names of companies and products as they are spelled."""
        for name in sorted(self._firms):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", name, text, flags=re.IGNORECASE)
        return text

    def _drawn(self, template: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The filled template, and slot and value of everything that fills it."""
        text, fillings = filled(template, self._slot)
        # Halden Systems' offer, not Systems's; one full stop behind a date that has its own.
        return re.sub(r"(?<=\d)\.\.(?!\.)", ".", text.replace("s's ", "s' ")), fillings

    def _styled(self, text: str, fillings: tuple[tuple[str, str], ...]) -> str:
        """Capitalised or not, with or without a full stop, as this persona always does; what fills a slot keeps its case."""
        first, slots = text[:1], {slot for slot, value in fillings if value and text.startswith(value)}
        if self.lower and first.isupper() and text[1:2].islower() and not slots:
            text = first.lower() + text[1:]
        elif not self.lower and first.islower() and "host" not in slots:
            text = first.upper() + text[1:]
        if self.stop and text[-1:].isalnum():
            text += "."
        return text

    def cased(self, name: str) -> str:
        """A file's name in small letters throughout, but where nouns are capitalised."""
        return name if self.words.get("capital_nouns") else name.lower()

    def date(self, moment: datetime) -> str:
        """A day as this persona writes it."""
        return moment.strftime(self.date_style)

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

    def _clock(self) -> str:
        return f"{self.rng.randrange(8, 18)}:{self.rng.choice(('00', '15', '30', '45'))}"

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
    "clock": Phrasing._clock,
    "morning": Phrasing._clock,
    "earlier": Phrasing._clock,
    "later": Phrasing._clock,
    "version": lambda self: f"{self.rng.randrange(1, 9)}.{self.rng.randrange(0, 24)}",
}
