# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences of one mail: templates, each used once and filled so that the text violates no constraint."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..content.constraints import NAMED, TextFacts, kind_of, violations
from ..content.templates import filled, own_words, slots_of
from .locale import Locale, Topic
from .writing_style import capitalised

#: Slots whose values make nearly every sentence unique. Templates without any of them are chosen less often.
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
#: Slots that a reply uses only where the parent has their value.
_NAMED = ("n", "pct", "vendor")
#: Slots that the topic fills.
_OF_TOPIC = {"T", "T2", "T3", "S"}


class Wording:
    """Fills the templates of one mail.

    It avoids templates that the mail or its parent has used, and texts that violate a constraint.
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
        #: The number of filled slots that make a text unique.
        self.varied = 0
        self._before, self._is_reply = before.lower(), bool(before)
        self._facts, self._own = facts, ""

    def phrase(self, templates: Sequence[str], capital: bool = False) -> str:
        """One of the templates, filled; the first whose text violates no constraint beside the earlier sentences."""
        templates = [
            template
            for template in templates
            if all(slot in self.values or slot in _OF_TOPIC for slot in slots_of(template))
        ]
        unused = [template for template in templates if _stem(template) not in self._before] or templates
        if self._is_reply:
            # A reply mentions a figure or a firm only where the parent does.
            unused = [
                template
                for template in unused
                if all(self.values[name].lower() in self._before for name in _NAMED if f"{{{name}}}" in template)
            ] or unused
        # A template that the parent used is preferred to a text that violates a constraint.
        template, text = (
            self._allowed(unused, capital)
            or self._allowed(templates, capital)
            or (templates[0], self._filled(templates[0], capital)[0])
        )
        self._before += "\n" + _stem(template)
        self._own += f"\n{text}"
        self.varied += len(VARIED & set(slots_of(template)))
        return text

    def _allowed(self, templates: Sequence[str], capital: bool) -> tuple[str, str] | None:
        """A template and its text without a violation; None where every text violates a constraint."""
        candidates = list(templates)
        while candidates:
            weights = [1.0 if VARIED & set(slots_of(item)) else 0.35 for item in candidates]
            template = self.rng.choices(candidates, weights)[0]
            text, fillings = self._filled(template, capital)
            if self._is_allowed(text, fillings):
                return template, text
            candidates.remove(template)
        return None

    def _filled(self, template: str, capital: bool) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The filled text and the pairs of slot and value. The forms of the topic may hold slots themselves."""
        values = {**self.values, **self.topic.forms, "S": self.topic.title}
        text, fillings = filled(template, lambda slot: str(values[slot]))
        return capitalised(text) if capital else text, fillings

    def names(self) -> frozenset[str]:
        """The names that this mail may contain."""
        return frozenset(value for slot, value in self.values.items() if kind_of(slot) in NAMED)

    def _is_allowed(self, text: str, fillings: tuple[tuple[str, str], ...]) -> bool:
        return not violations(f"{self._own}\n{text}", replace(self._facts, fillings=fillings))


def _stem(template: str) -> str:
    """The text that all sentences of a template share; the template itself where it consists of slots only."""
    return own_words(template, " .,?!:") or template.lower()
