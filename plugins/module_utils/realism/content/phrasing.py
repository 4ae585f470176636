# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The voice of a persona: fills the slots of phrases (``{colleague}``, ``{ticket}``, ``{weekday}``, ...).

Values come from the world, the persona and the moment. The bodies choose the phrases of a file.
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

#: The greatest number of deckies among which sentences are divided, and the number of draws for one sentence.
MOST_SHARES, TRIES = 8, 60


class Phrasing:
    """The voice of one persona in one world at one moment, in ``language``.

    All random choices come from ``rng``; habits depend on the persona alone.
    """

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
        # In a language with capitalised nouns, a note keeps the case of its first word.
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
        """A phrase of the bank in the persona's style; None where no template is left.

        The phrase violates no constraint, also where it follows ``behind`` in the same line. A template of one of the
        texts in ``avoid`` is skipped, so that a file never has the same sentence with other names.
        """
        templates = sorted(set(bank))
        weights = [bank.count(template) for template in templates]
        present = "\n".join(sorted(avoid)).lower()
        while templates:
            index = self.rng.choices(range(len(templates)), weights)[0]
            template = templates.pop(index)
            weights.pop(index)
            if own_words(template) in present:
                continue
            for _attempt in range(TRIES):
                text, fillings = self._drawn(template)
                text = self._styled(text, fillings)
                if text in avoid or not self.belongs_here(text):
                    continue
                if self.is_allowed(f"{behind} {text}".strip(), fillings):
                    return text
        return None

    def belongs_here(self, text: str) -> bool:
        """Whether the sentence belongs to this decky. In a small fleet, no two deckies share a sentence."""
        return self._share is None or zlib.crc32(text.encode()) % self._shares == self._share

    def fill(self, template: str, behind: str = "") -> str:
        """The template with every slot filled, drawn again (up to ``TRIES`` times) where it violates a constraint.

        Raises KeyError for an unknown slot.
        """
        for _attempt in range(TRIES):
            text, fillings = self._drawn(template)
            if self.is_allowed(f"{behind} {text}".strip(), fillings):
                break
        return text

    def facts(self, fillings: tuple[tuple[str, str], ...] = ()) -> TextFacts:
        """The facts of a text in this voice, for the constraint checks."""
        return TextFacts(now=self.now, vocabulary=self._vocabulary, firms=self._firms, fillings=fillings)

    def is_allowed(self, text: str, fillings: tuple[tuple[str, str], ...] = ()) -> bool:
        """Whether the text violates no constraint. ``fillings`` are its slots and their values."""
        return not violations(text, self.facts(fillings))

    def named(self, text: str) -> str:
        """The text with the names of companies and products in their own spelling."""
        for name in sorted(self._firms):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", name, text, flags=re.IGNORECASE)
        return text

    def _drawn(self, template: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The filled template, with each slot and its value."""
        text, fillings = filled(template, self._slot)
        # "Halden Systems' offer", not "Systems's"; one full stop after a date that ends with one.
        return re.sub(r"(?<=\d)\.\.(?!\.)", ".", text.replace("s's ", "s' ")), fillings

    def _styled(self, text: str, fillings: tuple[tuple[str, str], ...]) -> str:
        """The text in the persona's style: first letter and full stop. A slot's value keeps its case."""
        first, slots = text[:1], {slot for slot, value in fillings if value and text.startswith(value)}
        if self.lower and first.isupper() and text[1:2].islower() and not slots:
            text = first.lower() + text[1:]
        elif not self.lower and first.islower() and "host" not in slots:
            text = first.upper() + text[1:]
        if self.stop and text[-1:].isalnum():
            text += "."
        return text

    def cased(self, name: str) -> str:
        """A file's name in lower case, except in a language with capitalised nouns."""
        return name if self.words.get("capital_nouns") else name.lower()

    def date(self, moment: datetime) -> str:
        """A day in the persona's format."""
        return moment.strftime(self.date_style)

    def _slot(self, name: str) -> str:
        """A value of the slot. Raises KeyError for an unknown slot."""
        about = self._focus.get(name)
        if about and self.rng.random() < SHARE:
            own_name = self.persona.first_name if self.persona else None
            return self.rng.choice([value for value in about if value != own_name] or about)
        draw = _SLOTS.get(name)
        if draw is not None:
            return draw(self)
        bank = self.words.get(name)
        if bank is None:
            raise KeyError(f"no slot {name!r}")
        return str(self.rng.choice(bank))

    def _colleague(self) -> str:
        own_login = self.persona.login if self.persona else None
        pool_names = [persona.first_name for persona in self.world.colleagues if persona.login != own_login]
        return self.rng.choice([*pool_names, *pool_names, *self.world.outsiders])

    def _ticket(self) -> str:
        project = self.rng.choice(self.world.projects)
        # Numbers grow with time, nine a week, so that two notes of one month cite tickets of one range.
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
