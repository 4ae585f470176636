# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Constraints on texts: no value twice in a sentence, no past time for a future event, no reader in the third person.

Each check is a pure function of a text and its facts. A text that violates a constraint is drawn again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

#: The kind of value of slots that share one. Two slots of one kind never have the same value in a sentence.
_KINDS = {"past_day": "day", "future_day": "day", "pastdate": "day", "date": "day", "n": "count", "pct": "percent"}
#: Slots whose values keep their capitals at any position.
NAMED = frozenset({"colleague", "vendor", "project", "ticket", "host", "to"})
#: Tokens of any language: tickets, versions and dates in figures, days with an English month, times of day.
_TOKENS = (
    r"[A-Z]{2,5}-\d+",
    r"\d{4}-\d\d-\d\d",
    r"\d{1,2}[./]\d{1,2}\.?(?:\d{4})?",
    r"\d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d\d",
    r"\d{1,2}:\d\d",
)
#: A sentence ends at its mark or with its line. A period after one or two figures, as in a date, does not end it.
_SENTENCE_END = re.compile(r"(?<=[^\d\s][.!?])\s+|(?<=\d[!?])\s+|(?<=\d{3}\.)\s+|\n")
_TIME = re.compile(r"(\d{1,2})\D{1,3}(\d\d)")
_NOON = 12 * 60


@dataclass(frozen=True, kw_only=True)
class TextFacts:
    """The facts of a text. An empty field disables its checks.

    ``now`` is the moment of writing on the writer's clock. ``vocabulary`` holds the words that a sentence has at most
    once (people, firms, projects, systems, topics), ``firms`` the names of companies and products, ``fillings`` the
    slots and values of the sentence just drawn. ``sender`` and ``recipients`` are the first names of the writer and the
    readers of a mail. ``closed``, ``still_open`` and ``morning`` are regular expressions of the text's language: for a
    closed ticket, for an open ticket, and for a greeting before noon.
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
    """A violated constraint: the name of the check, and the words that violate it."""

    check: str
    words: str


Check = Callable[[str, TextFacts], Iterator[str]]


def violations(text: str, facts: TextFacts) -> list[Violation]:
    """The violations of a text; empty for a text that may be written."""
    return [Violation(check.__name__, words) for check in CHECKS for words in check(text, facts)]


def kind_of(slot: str) -> str:
    """The kind of value of a slot: ``colleague`` for ``colleague2``, ``day`` for ``past_day`` and ``future_day``."""
    name = slot.rstrip("0123456789")
    return _KINDS.get(name, name)


def minutes_of(clock: str) -> int | None:
    """The minutes since midnight of a time of day (``9:30``, ``9h30``); None for a text without one."""
    match = _TIME.search(clock)
    return int(match.group(1)) * 60 + int(match.group(2)) if match else None


def value_twice(text: str, facts: TextFacts) -> Iterator[str]:
    """No sentence has a value twice: "moved from the wiki to the wiki"."""
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
    """No date that ends with a full stop has a second one: "until 12.03..". Three are an ellipsis."""
    yield from (match.group() for match in re.finditer(r"\S*(?<!\.)\.\.(?!\.)", text))


def lowered_name(text: str, facts: TextFacts) -> Iterator[str]:
    """No name of a person, firm or product loses its capital, even where the persona writes in lower case."""
    for slot, value in facts.fillings:
        if kind_of(slot) in NAMED and value not in text:
            yield value
    if facts.firms:
        yield from (match.group() for match in _lowered(facts.firms).finditer(text))


def recipient_in_third_person(text: str, facts: TextFacts) -> Iterator[str]:
    """No mail names its writer or a reader in the third person. A name that addresses a reader has a mark behind it."""
    readers = {*facts.recipients, *([facts.sender] if facts.recipients else [])}
    yield from (value for slot, value in facts.fillings if kind_of(slot) == "colleague" and value in readers)
    for name in sorted(facts.recipients - {facts.sender}):
        if re.search(rf"(?m)(?<!\w){re.escape(name)}(?!\w)(?!\s*[,:!?]|\s*$)", text):
            yield name


def time_has_passed(_text: str, facts: TextFacts) -> Iterator[str]:
    """Times of later today are after now, times of earlier today before it, and morning times before noon."""
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
    """No text has a morning greeting in the afternoon."""
    if facts.morning and facts.now is not None and facts.now.hour * 60 >= _NOON:
        yield from (match.group() for match in re.finditer(facts.morning, text))


def ticket_closed_and_open(text: str, facts: TextFacts) -> Iterator[str]:
    """No ticket is both closed and open in one text."""
    if not (_matches(facts.closed, text) and _matches(facts.still_open, text)):
        return
    closed: set[str] = set()
    opened: set[str] = set()
    for sentence in _SENTENCE_END.split(text):
        tickets = re.findall(_TOKENS[0], sentence)
        closed.update(tickets if _matches(facts.closed, sentence) else ())
        opened.update(tickets if _matches(facts.still_open, sentence) else ())
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


def _matches(pattern: str, text: str) -> bool:
    """Whether the regular expression matches a part of the text, without case. An empty one never matches."""
    return bool(pattern) and re.search(pattern, text, re.IGNORECASE) is not None


def _words(text: str, facts: TextFacts) -> list[str]:
    """The words of the text that a sentence has at most once."""
    words = [match.group() for match in _once(facts.vocabulary).finditer(text)]
    # "The wiki" at the start of a sentence is "the wiki"; a name in the vocabulary keeps its capital.
    return [word if word in facts.vocabulary else word[:1].lower() + word[1:] for word in words]


@lru_cache(maxsize=64)
def _once(vocabulary: frozenset[str]) -> re.Pattern[str]:
    """The pattern of words that a sentence has at most once, the longest first.

    Lower-case words match with a capital too, as at the start of a sentence.
    """
    words = [
        f"[{value[0].upper()}{value[0]}]{re.escape(value[1:])}" if value[0].islower() else re.escape(value)
        for value in sorted(filter(None, vocabulary), key=lambda value: (-len(value), value))
    ]
    return re.compile(rf"(?<![\w.-])(?:{'|'.join([*words, *_TOKENS])})(?!\w)")


@lru_cache(maxsize=64)
def _lowered(names: frozenset[str]) -> re.Pattern[str]:
    """The pattern of names without their capital, except within paths, addresses and host names."""
    words = [
        re.escape(name[:1].lower()) + f"(?i:{re.escape(name[1:])})" for name in sorted(names) if name[:1].isupper()
    ]
    return re.compile(rf"(?<![\w/@.-])(?:{'|'.join(words)})(?![\w/@-])") if words else re.compile(r"(?!)")
