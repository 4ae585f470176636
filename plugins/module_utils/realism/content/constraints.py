# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What no text may say: a value twice in a sentence, a time that has passed, a recipient in the third person.

Each check is a pure function of a text and of what is known of it. Whoever renders a text draws again where one objects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

#: Slots of which no two in a sentence hold the same value, by what they hold.
_KINDS = {"past_day": "day", "future_day": "day", "pastdate": "day", "date": "day", "n": "count", "pct": "percent"}
#: Slots whose values keep their capitals wherever they stand.
NAMED = frozenset({"colleague", "vendor", "project", "ticket", "host", "to"})
#: What stands for itself in any language: tickets, versions and dates in figures, days with an English month, times of day.
_TOKENS = (
    r"[A-Z]{2,5}-\d+",
    r"\d{4}-\d\d-\d\d",
    r"\d{1,2}[./]\d{1,2}\.?(?:\d{4})?",
    r"\d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d\d",
    r"\d{1,2}:\d\d",
)
#: A sentence ends at its mark or with its line; the period behind the one or two figures of a date ends none.
_SENTENCE_END = re.compile(r"(?<=[^\d\s][.!?])\s+|(?<=\d[!?])\s+|(?<=\d{3}\.)\s+|\n")
_TIME = re.compile(r"(\d{1,2})\D{1,3}(\d\d)")
_NOON = 12 * 60


@dataclass(frozen=True, kw_only=True)
class TextFacts:
    """What is known of a text. What is left empty is not checked.

    ``now`` is the moment of writing on the writer's clock; ``vocabulary`` what may stand once in a sentence (people, firms, projects,
    systems, topics); ``firms`` the names of companies and products; ``fillings`` slot and value of the one sentence that was just drawn.
    ``recipients`` are the first names of those who read a mail. ``closed``, ``still_open`` and ``morning`` are regular expressions of
    the text's language: a ticket is said to be closed, to be open, and a greeting that is used before noon.
    """

    now: datetime | None = None
    vocabulary: frozenset[str] = frozenset()
    firms: frozenset[str] = frozenset()
    fillings: tuple[tuple[str, str], ...] = ()
    sender: str = ""
    recipients: frozenset[str] = frozenset()
    closed: str = ""
    still_open: str = ""
    morning: str = ""


@dataclass(frozen=True)
class Violation:
    """What a check objects to: its name, and the words that it means."""

    check: str
    words: str


Check = Callable[[str, TextFacts], Iterator[str]]


def violations(text: str, facts: TextFacts) -> list[Violation]:
    """Everything that the checks object to in a text; nothing for a text that may be written."""
    return [Violation(check.__name__, words) for check in CHECKS for words in check(text, facts)]


def kind_of(slot: str) -> str:
    """What a slot holds: ``colleague2`` a colleague, ``past_day`` and ``future_day`` a day."""
    name = slot.rstrip("0123456789")
    return _KINDS.get(name, name)


def minutes_of(clock: str) -> int | None:
    """The minutes since midnight of a time of day (``9:30``, ``9h30``), None where there is none."""
    match = _TIME.search(clock)
    return int(match.group(1)) * 60 + int(match.group(2)) if match else None


def value_twice(text: str, facts: TextFacts) -> Iterator[str]:
    """No value stands twice in one sentence: "moved from the wiki to the wiki"."""
    seen: set[tuple[str, str]] = set()
    for slot, value in facts.fillings:
        if (kind_of(slot), value) in seen:
            yield value
        seen.add((kind_of(slot), value))
    words = _words(text, facts)
    if len(words) == len(set(words)):
        return
    for sentence in _SENTENCE_END.split(text):
        words = _words(sentence, facts)
        yield from (word for index, word in enumerate(words) if word in words[:index])


def doubled_stop(text: str, _facts: TextFacts) -> Iterator[str]:
    """No second full stop after a date that ends with one: "until 12.03..". Three are an ellipsis."""
    yield from (match.group() for match in re.finditer(r"\S*(?<!\.)\.\.(?!\.)", text))


def lowered_name(text: str, facts: TextFacts) -> Iterator[str]:
    """No name of a person, firm or product loses its capital, whoever writes in small letters."""
    for slot, value in facts.fillings:
        if kind_of(slot) in NAMED and value not in text:
            yield value
    if facts.firms:
        yield from (match.group() for match in _small(facts.firms).finditer(text))


def recipient_in_third_person(text: str, facts: TextFacts) -> Iterator[str]:
    """Nobody who writes or reads a mail is spoken of in it; whoever is addressed is followed by a mark."""
    readers = {*facts.recipients, *([facts.sender] if facts.recipients else [])}
    yield from (value for slot, value in facts.fillings if kind_of(slot) == "colleague" and value in readers)
    for name in sorted(facts.recipients - {facts.sender}):
        if re.search(rf"(?m)(?<!\w){re.escape(name)}(?!\w)(?!\s*[,:!?]|\s*$)", text):
            yield name


def time_has_passed(_text: str, facts: TextFacts) -> Iterator[str]:
    """What is to come today is later than now, what was today is earlier, and a morning ends at noon."""
    if facts.now is None:
        return
    now = facts.now.hour * 60 + facts.now.minute
    for slot, value in facts.fillings:
        at, kind = minutes_of(value), kind_of(slot)
        if at is not None and (
            (kind == "later" and at <= now) or (kind == "earlier" and at >= now) or (kind == "morning" and at >= _NOON)
        ):
            yield value


def morning_is_over(text: str, facts: TextFacts) -> Iterator[str]:
    """Nobody wishes a good morning in the afternoon."""
    if facts.morning and facts.now is not None and facts.now.hour * 60 >= _NOON:
        yield from (match.group() for match in re.finditer(facts.morning, text))


def ticket_closed_and_open(text: str, facts: TextFacts) -> Iterator[str]:
    """No ticket is closed and left open in one text."""
    if not (_says(facts.closed, text) and _says(facts.still_open, text)):
        return
    closed: set[str] = set()
    opened: set[str] = set()
    for sentence in _SENTENCE_END.split(text):
        tickets = re.findall(_TOKENS[0], sentence)
        closed.update(tickets if _says(facts.closed, sentence) else ())
        opened.update(tickets if _says(facts.still_open, sentence) else ())
    yield from sorted(closed & opened)


CHECKS: tuple[Check, ...] = (
    value_twice,
    doubled_stop,
    lowered_name,
    recipient_in_third_person,
    time_has_passed,
    morning_is_over,
    ticket_closed_and_open,
)


def _says(pattern: str, text: str) -> bool:
    """Whether a text says what the regular expression means; an empty one means nothing."""
    return bool(pattern) and re.search(pattern, text, re.IGNORECASE) is not None


def _words(text: str, facts: TextFacts) -> list[str]:
    """What stands in the text of that which may stand once in a sentence."""
    found = [match.group() for match in _once(facts.vocabulary).finditer(text)]
    # "The wiki" at the start of a sentence is "the wiki"; a name is not the word that it looks like.
    return [word if word in facts.vocabulary else word[:1].lower() + word[1:] for word in found]


@lru_cache(maxsize=64)
def _once(vocabulary: frozenset[str]) -> re.Pattern[str]:
    """Matches what may stand once in a sentence, the longest first; small words also with the capital of a sentence's start."""
    words = [
        f"[{value[0].upper()}{value[0]}]{re.escape(value[1:])}" if value[0].islower() else re.escape(value)
        for value in sorted(filter(None, vocabulary), key=lambda value: (-len(value), value))
    ]
    return re.compile(rf"(?<![\w.-])(?:{'|'.join([*words, *_TOKENS])})(?!\w)")


@lru_cache(maxsize=64)
def _small(names: frozenset[str]) -> re.Pattern[str]:
    """Matches a name that begins small; not within paths, addresses and host names."""
    words = [
        re.escape(name[:1].lower()) + f"(?i:{re.escape(name[1:])})" for name in sorted(names) if name[:1].isupper()
    ]
    return re.compile(rf"(?<![\w/@.-])(?:{'|'.join(words)})(?![\w/@-])") if words else re.compile(r"(?!)")
