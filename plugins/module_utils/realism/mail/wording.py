# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences of one mail: templates, each used once, filled so that no constraint forbids the result."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..content.constraints import NAMED, TextFacts, kind_of, violations
from ..content.templates import filled, own_words, slots_of
from .locale import Locale, Topic
from .writing_style import capitalised

#: Slots that make a sentence a new one nearly every time; what has none of them is said less often.
VARIED = {
    "T",
    "T2",
    "T3",
    "S",
    "n",
    "n2",
    "pct",
    "ticket",
    "date",
    "date2",
    "pastdate",
    "colleague",
    "colleague2",
    "vendor",
    "time2",
    "later2",
    "to",
}
_NAMED = ("n", "pct", "vendor")
#: Slots that the topic fills; a time of today has none once the day is over.
_OF_TOPIC = {"T", "T2", "T3", "S"}


class Wording:
    """Fills the templates of one mail.

    It uses none twice, none that the parent used, and none whose text a constraint forbids.
    """

    def __init__(
        self,
        locale: Locale,
        topic: Topic,
        values: Mapping[str, str],
        rng: random.Random,
        before: str,
        facts: TextFacts,
    ) -> None:
        self.locale, self.topic, self.values, self.rng = locale, topic, values, rng
        #: How many slots were filled that make a text unique.
        self.varied = 0
        self._before, self._answers = before.lower(), bool(before)
        self._facts, self._own = facts, ""

    def one(self, moulds: Sequence[str], capital: bool = False) -> str:
        """One of the moulds, filled; the first that no constraint forbids beside what was said before."""
        moulds = [
            mould for mould in moulds if all(slot in self.values or slot in _OF_TOPIC for slot in slots_of(mould))
        ]
        unused = [mould for mould in moulds if _stem(mould) not in self._before] or moulds
        if self._answers:
            # Whoever answers speaks of a figure or a firm only where it was mentioned.
            unused = [
                mould
                for mould in unused
                if all(self.values[name].lower() in self._before for name in _NAMED if f"{{{name}}}" in mould)
            ] or unused
        # A greeting that the parent used before is better than a good morning in the evening.
        mould, text = (
            self._allowed(unused, capital)
            or self._allowed(moulds, capital)
            or (moulds[0], self._filled(moulds[0], capital)[0])
        )
        self._before += "\n" + _stem(mould)
        self._own += f"\n{text}"
        self.varied += len(VARIED & set(slots_of(mould)))
        return text

    def _allowed(self, moulds: Sequence[str], capital: bool) -> tuple[str, str] | None:
        """One of the moulds and its text that no constraint forbids; None where all are forbidden."""
        candidates = list(moulds)
        while candidates:
            weights = [1.0 if VARIED & set(slots_of(item)) else 0.35 for item in candidates]
            mould = self.rng.choices(candidates, weights)[0]
            text, fillings = self._filled(mould, capital)
            if self._may_say(text, fillings):
                return mould, text
            candidates.remove(mould)
        return None

    def _filled(self, mould: str, capital: bool) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The mould with its slots filled (the topic may hold slots itself), and slot and value of each."""
        values = {**self.values, **self.topic.forms, "S": self.topic.title}
        text, fillings = filled(mould, lambda slot: str(values[slot]))
        return capitalised(text) if capital else text, fillings

    def names(self) -> frozenset[str]:
        """The names that this mail may hold."""
        return frozenset(value for slot, value in self.values.items() if kind_of(slot) in NAMED)

    def _may_say(self, text: str, fillings: tuple[tuple[str, str], ...]) -> bool:
        return not violations(f"{self._own}\n{text}", replace(self._facts, fillings=fillings))


def _stem(mould: str) -> str:
    """What two sentences of one mould have in common; the mould itself where it is slots only."""
    return own_words(mould, " .,?!:") or mould.lower()
