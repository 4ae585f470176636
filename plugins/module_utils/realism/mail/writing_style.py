# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How somebody writes: what the words of tone and mannerisms in a persona do to a mail.

Words that say nothing here change nothing.
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
#: Chosen: how often a sentence ends with the person's mark, a mail with a smiley, a fragment without its full stop.
MARKED, SMILED, UNSTOPPED = 0.3, 0.6, 0.4
_HOST = re.compile(r"[a-z][a-z0-9]*-?[a-z]*-?\d")
_DASHES = re.compile(r"\s*[\u2012-\u2015]\s*")


@dataclass(frozen=True)
class WritingStyle:
    """One mail's manner.

    ``pleasant`` is the chance of a kind word before the matter, ``greets_again`` that of a greeting in a reply.
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
        """How many sentences beside the first one."""
        return rng.choice(self.length)

    def paragraphs(
        self, sentences: Sequence[str], rng: random.Random, upper: bool, lowers: bool, names: Collection[str] = ()
    ) -> list[str]:
        """The sentences as this person sets them: running text in one or two paragraphs, a list, or numbered points.

        The first one begins with a capital where ``upper`` says so. A person who writes in small letters does so where
        the language ``lowers``, except in ``names``. The draws from ``rng`` come in the order of the steps.
        """
        said = [text if index == 0 and not upper else capitalised(text) for index, text in enumerate(sentences)]
        said = self._ended(said, rng)
        if self.lower and lowers:
            said = [text if text.startswith(tuple(names)) else _lowered(text) for text in said]
        if self.fragments:
            return _as_fragments(said, rng)
        if (self.lists or self.numbers) and len(said) >= 4:
            return self._as_points(said)
        return _as_running_text(said, rng)

    def _ended(self, said: list[str], rng: random.Random) -> list[str]:
        """The sentences with this person's marks at their ends: one draw a sentence for each mark."""
        for wanted, mark in ((self.exclaims, "!"), (self.trails, "...")):
            if wanted:
                said = [re.sub(r"\.$", mark, text) if rng.random() < MARKED else text for text in said]
        if self.smiles and said[-1].endswith((".", "!")) and rng.random() < SMILED:
            said = [*said[:-1], f"{said[-1][:-1]} :)"]
        return said

    def _as_points(self, said: list[str]) -> list[str]:
        """All but the first and the last sentence as a list."""
        points = [f"{number}. {text}" if self.numbers else f"- {text}" for number, text in enumerate(said[1:-1], 1)]
        return [said[0], "\n".join(points), said[-1]]

    def dashed(self, text: str, rng: random.Random) -> str:
        """No dash that is on no keyboard, but for who has a machine write."""
        if not self.llm:
            return undash(text)
        return re.sub(
            r", (?=\w+ \w+)", lambda match: " \u2014 " if rng.random() < 0.3 else match.group(), text, count=2
        )


def _lowered(text: str) -> str:
    """The sentence with a small first letter, unless an abbreviation begins it."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _as_fragments(said: list[str], rng: random.Random) -> list[str]:
    """Without some of the full stops, one line a sentence where one is missing."""
    said = [text.rstrip(".") if rng.random() < UNSTOPPED and text.endswith(".") else text for text in said]
    whole = all(text.endswith((".", "?", "!")) for text in said)
    return [" ".join(said) if whole else "\n".join(said)]


def _as_running_text(said: list[str], rng: random.Random) -> list[str]:
    """One paragraph, or two where there are more than two sentences."""
    if len(said) <= 2:
        return [" ".join(said)]
    cut = rng.randrange(1, len(said))
    return [" ".join(said[:cut]), " ".join(said[cut:])]


def writing_style_of(persona: Persona, rng: random.Random) -> WritingStyle:
    """The manner of one mail: the tone, and one or two of the mannerisms."""
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
    """The sentence with a capital, behind an opening mark too; a host's name keeps its own spelling."""
    if _HOST.match(text):
        return text
    lead = len(text) - len(text.lstrip("\u00bf\u00a1(\"'"))
    return text[:lead] + text[lead : lead + 1].upper() + text[lead + 1 :]


def undash(text: str) -> str:
    """The text as somebody with a keyboard writes it: no em or en dash, a hyphen between figures, else a comma."""
    text = re.sub(r"(?<=\d)\s*[\u2012-\u2015]\s*(?=\d)", "-", text)
    text = re.sub(r"(?m)^(\s*)[\u2012-\u2015]\s+", r"\1- ", text)
    return _DASHES.sub(", ", text)
