# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The language of a mail: its phrase bank, date formats and topics.

The data are in corpora/mail, one file per language.
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
#: The purposes of a mail; a reply responds to the act of its parent.
ACTS = ("request", "question", "update", "meeting", "handover", "reminder", "trouble", "review")


@dataclass(frozen=True)
class Topic:
    """One topic of mails.

    ``forms`` are the noun phrase in the forms that the slots T, T2 and T3 of the bank require; ``title`` is the form
    for subjects.
    """

    key: str
    side: str
    forms: Mapping[str, str]
    title: str


class Locale:
    """One language: ``bank`` is its file in corpora/mail."""

    def __init__(self, code: str, bank: Mapping[str, Any]) -> None:
        self.code = code
        self.bank = bank
        names = ("T", *bank.get("forms", ()))
        rows = [[cell.strip() for cell in str(row).split("|")] for row in bank["topics"]]
        self.topics = tuple(Topic(row[0], row[1], dict(zip(names, row[2:-1], strict=True)), row[-1]) for row in rows)

    def topic(self, key: str) -> Topic | None:
        """The topic with this key, or None."""
        return next((topic for topic in self.topics if topic.key == key), None)

    def sentences(self, *path: str) -> Sequence[str]:
        """The sentences at a path of the bank, such as ``("opens", "request")``."""
        node: Any = self.bank
        for part in path:
            node = node[part]
        return tuple(node)

    def weekday(self, moment: datetime) -> str:
        """The name of the weekday."""
        return str(self.bank["weekdays"][moment.weekday()])

    def date(self, moment: datetime) -> str:
        """A date in the form that is used within a sentence."""
        return self._formatted(self.bank["date"], moment)

    def clock(self, hour: int, minute: int) -> str:
        """A time of day in the form that is used within a sentence."""
        return str(self.bank["clock"]).format(hour=hour, minute=minute)

    def attribution(self, moment: datetime, name: str) -> str:
        """The attribution line above a quote, as mail programs write it in this language."""
        return self._formatted(self.bank["attribution"], moment, name=name)

    def block_date(self, moment: datetime) -> str:
        """The date in the header block that Outlook puts above a quoted mail."""
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
    """The locale of the primary language of a tag (``pt-BR`` is pt); English for a language without a bank."""
    code = language.partition("-")[0].lower()
    code = code if code in LANGUAGES else "en"
    return Locale(code, load(f"mail/{code}"))
