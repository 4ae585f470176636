# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A language as mail is written in it: its bank, its dates, its topics.

The data are in corpora/mail, one file a language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from ..corpora import listed, load

#: Every language with a file in corpora/mail.
LANGUAGES = listed("mail")
#: What a mail is about to do; a reply answers the act of its parent.
ACTS = ("request", "question", "update", "meeting", "handover", "reminder", "trouble", "review")


@dataclass(frozen=True)
class Topic:
    """One thing that people write about.

    ``forms`` are the noun phrase as the bank's T, T2, T3 want it; ``title`` is for subjects.
    """

    key: str
    side: str
    forms: Mapping[str, str]
    title: str


class Locale:
    """One language."""

    def __init__(self, code: str, bank: Mapping[str, Any]) -> None:
        self.code = code
        self.bank = bank
        names = ("T", *bank.get("forms", ()))
        rows = [[cell.strip() for cell in str(row).split("|")] for row in bank["topics"]]
        self.topics = tuple(Topic(row[0], row[1], dict(zip(names, row[2:-1], strict=True)), row[-1]) for row in rows)

    def topic(self, key: str) -> Topic | None:
        """The topic of that key."""
        return next((topic for topic in self.topics if topic.key == key), None)

    def sentences(self, *path: str) -> Sequence[str]:
        """A pool of the bank, such as ``("opens", "request")``."""
        found: Any = self.bank
        for part in path:
            found = found[part]
        return tuple(found)

    def weekday(self, moment: datetime) -> str:
        """Its name."""
        return str(self.bank["weekdays"][moment.weekday()])

    def date(self, moment: datetime) -> str:
        """A day as it is written within a sentence."""
        return self._formatted(self.bank["date"], moment)

    def clock(self, hour: int, minute: int) -> str:
        """A time of day as it is written within a sentence."""
        return str(self.bank["clock"]).format(hour=hour, minute=minute)

    def attribution(self, moment: datetime, name: str) -> str:
        """The line above a quote, as programs write it in this language."""
        return self._formatted(self.bank["attribution"], moment, name=name)

    def block_date(self, moment: datetime) -> str:
        """The date of the block that Outlook puts above a quoted mail."""
        return self._formatted(self.bank["block"]["when"], moment)

    def _formatted(self, template: str, moment: datetime, **more: str) -> str:
        return template.format(
            day=moment.day,
            d=moment.day,
            month=self.bank["months"][moment.month - 1],
            m=moment.month,
            y=moment.year,
            yy=f"{moment.year % 100:02d}",
            H=moment.hour,
            M=moment.minute,
            weekday=self.weekday(moment),
            wd=self.weekday(moment)[:3],
            **more,
        )


@lru_cache(maxsize=None)
def locale_of(language: str) -> Locale:
    """The primary language of a tag (``pt-BR`` is pt); a language without a bank is written in English."""
    code = language.partition("-")[0].lower()
    code = code if code in LANGUAGES else "en"
    return Locale(code, load(f"mail/{code}"))
