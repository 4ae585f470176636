# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The writing style of a mail: the effects of a persona's tone and mannerisms.

Tones and mannerisms that match no pattern have no effect.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ..model.persona import Persona

_TONES: tuple[tuple[str, str], ...] = (
    ("terse", r"terse|curt|brief|short|laconic|blunt|gruff"),
    ("formal", r"formal|polite|correct|stiff|official|reserved"),
    ("warm", r"warm|friendly|kind|cheer|bubbly|enthus|chatty|jovial|upbeat|caring"),
)
_MANNERISMS: dict[str, str] = {
    "lower": r"lower ?case|no capitals|never capitali[sz]es",
    "fragments": r"fragment|telegra|one[- ]lin|short sentences|abbreviat",
    "lists": r"\blists?\b|bullet",
    "numbers": r"number(s|ed|ing)? (the )?(steps|points|items)|numbers everything|numbered",
    "ticket_first": r"ticket",
    "exclaims": r"exclamation|!",
    "smiles": r"emoti|smil|emoji|:\)",
    "thanks_by_name": r"thanks? .*name|thanks every",
    "trails": r"ellips|\.\.\.|trails off",
}
#: Chosen: the shares of sentences that end with the person's mark, of mails with a smiley, and of fragments without a
#: full stop.
MARKED, SMILED, UNSTOPPED = 0.3, 0.6, 0.4
_HOST = re.compile(r"[a-z][a-z0-9]*-?[a-z]*-?\d")
_DASHES = re.compile(r"\s*[\u2012-\u2015]\s*")


@dataclass(frozen=True)
class WritingStyle:
    """The style of one mail.

    ``pleasant`` is the probability of a pleasantry at the start, ``greets_again`` that of a greeting in a reply.
    ``length`` holds the numbers of further sentences to draw from.
    """

    closing: str
    pleasant: float
    greets_again: float
    length: tuple[int, ...]
    formal: bool = False
    lower: bool = False
    fragments: bool = False
    lists: bool = False
    numbers: bool = False
    ticket_first: bool = False
    exclaims: bool = False
    smiles: bool = False
    thanks_by_name: bool = False
    trails: bool = False
    llm: bool = False

    def details(self, rng: random.Random) -> int:
        """The number of sentences after the first one."""
        return rng.choice(self.length)

    def paragraphs(
        self, sentences: Sequence[str], rng: random.Random, upper: bool, lowers: bool, names: Collection[str] = ()
    ) -> list[str]:
        """The paragraphs of the sentences: running text in one or two paragraphs, a list, or numbered points.

        With ``upper``, the first sentence begins with a capital. A person who writes in lower case does so where
        ``lowers`` is true for the language, except in ``names``. The draws from ``rng`` follow the order of the steps.
        """
        styled = [text if index == 0 and not upper else capitalised(text) for index, text in enumerate(sentences)]
        styled = self._ended(styled, rng)
        if self.lower and lowers:
            styled = [text if text.startswith(tuple(names)) else _lowered(text) for text in styled]
        if self.fragments:
            return _as_fragments(styled, rng)
        if (self.lists or self.numbers) and len(styled) >= 4:
            return self._as_points(styled)
        return _as_running_text(styled, rng)

    def _ended(self, sentences: list[str], rng: random.Random) -> list[str]:
        """The sentences with the person's marks at their ends; each mark draws once per sentence."""
        for wanted, mark in ((self.exclaims, "!"), (self.trails, "...")):
            if wanted:
                sentences = [re.sub(r"\.$", mark, text) if rng.random() < MARKED else text for text in sentences]
        if self.smiles and sentences[-1].endswith((".", "!")) and rng.random() < SMILED:
            sentences = [*sentences[:-1], f"{sentences[-1][:-1]} :)"]
        return sentences

    def _as_points(self, sentences: list[str]) -> list[str]:
        """The paragraphs with all but the first and the last sentence as a list."""
        points = [
            f"{number}. {text}" if self.numbers else f"- {text}" for number, text in enumerate(sentences[1:-1], 1)
        ]
        return [sentences[0], "\n".join(points), sentences[-1]]

    def dashed(self, text: str, rng: random.Random) -> str:
        """The text without typographic dashes, or with some where a language model writes for the persona."""
        if not self.llm:
            return undash(text)
        return re.sub(
            r", (?=\w+ \w+)", lambda match: " \u2014 " if rng.random() < 0.3 else match.group(), text, count=2
        )


def _lowered(text: str) -> str:
    """The sentence with a small first letter, unless it begins with an abbreviation."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _as_fragments(sentences: list[str], rng: random.Random) -> list[str]:
    """The sentences without some of the full stops; where one is missing, each sentence is a line."""
    sentences = [text.rstrip(".") if rng.random() < UNSTOPPED and text.endswith(".") else text for text in sentences]
    whole = all(text.endswith((".", "?", "!")) for text in sentences)
    return [" ".join(sentences) if whole else "\n".join(sentences)]


def _as_running_text(sentences: list[str], rng: random.Random) -> list[str]:
    """One paragraph, or two paragraphs for more than two sentences."""
    if len(sentences) <= 2:
        return [" ".join(sentences)]
    cut = rng.randrange(1, len(sentences))
    return [" ".join(sentences[:cut]), " ".join(sentences[cut:])]


def writing_style_of(persona: Persona, rng: random.Random) -> WritingStyle:
    """The style of one mail: the persona's tone and one or two of its mannerisms."""
    tone = next((name for name, words in _TONES if re.search(words, persona.tone, re.IGNORECASE)), "plain")
    chosen = rng.sample(list(persona.mannerisms), min(len(persona.mannerisms), rng.choice((1, 2))))
    traits = {
        name: True
        for name, words in _MANNERISMS.items()
        if any(re.search(words, text, re.IGNORECASE) for text in chosen)
    }
    lengths = {"terse": (0, 0, 1, 1, 2), "formal": (1, 2, 2, 3), "warm": (1, 2, 3, 3, 4), "plain": (1, 1, 2, 2, 3, 4)}
    pleasant = {"terse": 0.0, "formal": 0.1, "warm": 0.55, "plain": 0.15}[tone]
    again = {"terse": 0.15, "formal": 0.9, "warm": 0.75, "plain": 0.55}[tone]
    return WritingStyle(
        tone, pleasant, again, lengths[tone], formal=tone == "formal", llm=persona.uses_llms_heavily, **traits
    )


def capitalised(text: str) -> str:
    """The sentence with a capital, also after an opening mark; a host name keeps its spelling."""
    if _HOST.match(text):
        return text
    lead = len(text) - len(text.lstrip("\u00bf\u00a1(\"'"))
    return text[:lead] + text[lead : lead + 1].upper() + text[lead + 1 :]


def undash(text: str) -> str:
    """The text without em and en dashes: a hyphen between figures, otherwise a comma."""
    text = re.sub(r"(?<=\d)\s*[\u2012-\u2015]\s*(?=\d)", "-", text)
    text = re.sub(r"(?m)^(\s*)[\u2012-\u2015]\s+", r"\1- ", text)
    return _DASHES.sub(", ", text)
