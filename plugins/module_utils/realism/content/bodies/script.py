# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts of employees, in shell or Python by the extension of the file. Every version parses.

A script consists of paragraphs of whole statements, so that a paragraph can be added, removed or changed without
breaking the others.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from ...corpora import load
from ...model.content_classes import ContentClass
from ...model.decky import Decky
from ...model.persona import Persona
from ..phrasing import TRIES, Phrasing
from .base import Body, BodyContext
from .lines import habit

_SLOT = re.compile(r"@(\w+)@")
_NUMBER = re.compile(r"^(KEEP=|LIMIT = )(\d+)$", re.MULTILINE)
_DAYS = (7, 10, 14, 21, 30, 45, 60, 90)
_CONSONANTS, _VOWELS = "bcdfghklmnprstvwz", "aeiou"
#: The size in characters beyond which an edit removes a paragraph instead of adding one. Measured on 716 public
#: scripts: median 1,013 bytes.
LONG = 2400
#: Measured on the same scripts: the share of executable ones. Chosen: the share in Python, where the host runs Python.
EXECUTABLE_SHARE, PYTHON_SHARE = 0.72, 0.3
#: Measured on the same scripts: the share with ``set -e``.
SET_E = 0.1


#: One change to the paragraphs of a script.
_Change = Callable[[list[str], Phrasing, dict[str, list[str]]], list[str]]


class Script(Body):
    """The content class ``script``."""

    content_class = ContentClass.SCRIPT
    weight = 22.0
    prompt = "script"
    translated = False
    folders = ("", "bin/", "bin/", "scripts/")
    executable_share = EXECUTABLE_SHARE

    def name(self, voice: Phrasing, rng: random.Random, decky: Decky) -> str:
        share = PYTHON_SHARE if runs_python(decky) else 0.0
        language = "python" if rng.random() < share else "bash"
        stem = rng.choice(load("scripts")[language]["stems"])
        stem = rng.choice((stem, stem, f"{stem}-{voice.fill('{project}').lower()}"))
        return f"{stem.replace('-', '_')}.py" if language == "python" else f"{stem}.sh"

    def make(self, persona: Persona | None, rng: random.Random, context: BodyContext) -> str:
        language = _language(context.path, "")
        voice, bank = Phrasing(context.world, persona, context.now, rng, context.decky.name), load("scripts")[language]
        taste = habit(persona, context.world.seed, "script")
        parts: list[str] = []
        if language == "bash":
            parts.append(
                taste.choice(("#!/bin/bash", "#!/bin/bash", "#!/usr/bin/env bash", "#!/bin/sh"))
                + ("\nset -e" if rng.random() < SET_E else "")
            )
        else:
            parts.append(
                "#!/usr/bin/env python3\nimport csv\nimport re\nimport time\n"
                "from collections import Counter\nfrom pathlib import Path"
            )
        if rng.random() < 0.7:
            parts[0] = (
                parts[0].replace("\n", f"\n# {_remark(voice, bank)}\n", 1)
                if "\n" in parts[0]
                else (f"{parts[0]}\n# {_remark(voice, bank)}")
            )
        parts.append(_filled(rng.choice(bank["header"]), voice))
        snippets = rng.sample(bank["snippets"], rng.choice((3, 4, 4, 5, 6)))
        parts.extend(_filled(snippet, voice) for snippet in snippets)
        return "\n\n".join(parts) + "\n"

    def next_iteration(self, persona: Persona | None, previous: str, rng: random.Random, context: BodyContext) -> str:
        language = _language(context.path, previous)
        voice, bank = Phrasing(context.world, persona, context.now, rng, context.decky.name), load("scripts")[language]
        newline = "" if previous.endswith("\n") else "\n"
        parts = (previous + newline).rstrip("\n").split("\n\n")
        # Paragraphs of another layout may not be whole statements, so such a script only grows at its end.
        has_paragraphs = len(parts) > 2 and all(part.strip() and not part[0].isspace() for part in parts)
        changes: list[_Change] = [self._add]
        if has_paragraphs:
            changes += [
                self._number,
                self._number,
                self._comment,
                self._comment,
                self._insert,
                self._insert,
                self._replace,
            ]
            if len(parts) > 4:
                changes += [self._remove, self._remove]
            if len(previous) > LONG:
                changes = [self._remove, self._number, self._replace]
        for _attempt in range(12):
            changed = rng.choice(changes)(list(parts), voice, bank)
            text = "\n\n".join(changed) + "\n"
            if text != previous:
                return text
        return "\n\n".join(self._add(list(parts), voice, bank)) + "\n"

    def _add(self, parts: list[str], voice: Phrasing, bank: dict[str, list[str]]) -> list[str]:
        """Appends a paragraph."""
        return [*parts, _filled(voice.rng.choice(bank["snippets"]), voice)]

    def _insert(self, parts: list[str], voice: Phrasing, bank: dict[str, list[str]]) -> list[str]:
        """Inserts a paragraph behind the header."""
        at = voice.rng.randrange(2, len(parts) + 1)
        return [*parts[:at], _filled(voice.rng.choice(bank["snippets"]), voice), *parts[at:]]

    def _replace(self, parts: list[str], voice: Phrasing, bank: dict[str, list[str]]) -> list[str]:
        """Replaces a paragraph behind the header."""
        at = voice.rng.randrange(2, len(parts))
        return [*parts[:at], _filled(voice.rng.choice(bank["snippets"]), voice), *parts[at + 1 :]]

    def _remove(self, parts: list[str], voice: Phrasing, bank: dict[str, list[str]]) -> list[str]:
        """Removes a paragraph behind the header."""
        at = voice.rng.randrange(2, len(parts))
        return [*parts[:at], *parts[at + 1 :]]

    def _number(self, parts: list[str], voice: Phrasing, bank: dict[str, list[str]]) -> list[str]:
        """Changes the days to keep files and the limits."""

        def other_number(match: re.Match[str]) -> str:
            return match.group(1) + str(voice.rng.choice([days for days in _DAYS if str(days) != match.group(2)]))

        return [_NUMBER.sub(other_number, part) for part in parts]

    def _comment(self, parts: list[str], voice: Phrasing, bank: dict[str, list[str]]) -> list[str]:
        """Adds a comment above a paragraph, or removes the one that is there."""
        at = voice.rng.randrange(1, len(parts))
        if parts[at].startswith("#"):
            return [*parts[:at], parts[at].partition("\n")[2] or parts[at], *parts[at + 1 :]]
        remark = f"# {_remark(voice, bank)}"
        if any(remark in part for part in parts):
            return parts
        return [*parts[:at], f"{remark}\n{parts[at]}", *parts[at + 1 :]]


def runs_python(decky: Decky) -> bool:
    """Whether a process or a cron job of the decky runs Python. Nobody writes Python where it is missing."""
    words = [*decky.facts.running, *(job.command for job in decky.facts.crontabs)]
    return any("python" in word for word in words)


def _language(path: str, text: str) -> str:
    """``python`` or ``bash``, by the extension of the file, otherwise by its first line."""
    first = text.partition("\n")[0]
    return "python" if path.endswith(".py") or (not path.endswith(".sh") and "python" in first) else "bash"


def _remark(voice: Phrasing, bank: dict[str, list[str]]) -> str:
    """A comment that no other decky has."""
    remark = ""
    for _attempt in range(TRIES):
        remark = _filled(voice.rng.choice(bank["comments"]), voice)
        if voice.belongs_here(remark) and voice.is_allowed(remark):
            break
    return remark


def _filled(snippet: str, voice: Phrasing) -> str:
    """The snippet with its slots filled. A slot has the same value throughout."""
    rng, values = voice.rng, {}

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in values:
            values[name] = _value(name, voice, rng)
        return values[name]

    return _SLOT.sub(value, snippet)


def _value(name: str, voice: Phrasing, rng: random.Random) -> str:
    """A value of the slot."""
    if name == "u":
        # An abbreviation of five letters, as people make them up for files and variables.
        return "".join(
            rng.choice(letters)
            for letters in (_CONSONANTS, _VOWELS, _CONSONANTS, rng.choice((_VOWELS, _CONSONANTS)), _CONSONANTS)
        )
    if name in ("word", "word2"):
        return voice.fill("{project}").lower()
    if name == "topic":
        return voice.fill("{topic}").split(" ")[-1]
    if name == "days":
        return str(rng.choice(_DAYS))
    if name == "limit":
        return str(rng.choice((10, 12, 15, 20, 24, 25, 30, 36, 40, 48, 72, 80, 85, 90)))
    return voice.fill(f"{{{name}}}")
