# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The focus of a file: the few topics, people and systems that its text refers to, those in its name most often.

The focus is a pure function of (world, decky, path), so that a file keeps its focus at every age.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ..company.world import World
from ..corpora import languages, load, spoken
from ..model.seeded_random import seeded_random

#: The share of slots that have a value of the focus.
SHARE = 0.88
_COUNTS = {"topic": 3, "project": 1, "vendor": 2, "system": 3, "team": 3, "colleague": 4}


def subject_of(path: str) -> str:
    """The subject in the file's name, in words; empty for ``scratch.md``."""
    stem = path.rpartition("/")[2].partition(".")[0]
    return " ".join(_kinds().sub(" ", re.sub(r"[-_]+", " ", stem)).split())


def translated(systems: Sequence[str], language: str) -> Sequence[str]:
    """The names of the company's systems in a language. The lists of all languages have the same order."""
    names, english = spoken("words", language)["systems"], load("words")["systems"]
    return [names[english.index(name)] if name in english else name for name in systems]


def focus_of(world: World, decky: str, path: str, language: str = "en") -> Mapping[str, Sequence[str]]:
    """The values of each slot that the file refers to; empty without a path."""
    if not path:
        return {}
    rng = seeded_random(world.seed, "focus", decky, path)
    banks: dict[str, Sequence[str]] = {
        "topic": spoken("words", language)["topics"],
        "project": [project.name for project in world.projects],
        "vendor": world.vendors,
        "system": translated(world.systems, language),
        "team": spoken("words", language)["teams"],
        "colleague": [*(persona.first_name for persona in world.colleagues), *world.outsiders],
    }
    subject = _plain(subject_of(path))
    focus: dict[str, Sequence[str]] = {}
    for slot, count in _COUNTS.items():
        named = [value for value in banks[slot] if re.search(rf"\b{re.escape(_plain(value))}\b", subject)]
        others = rng.sample(list(banks[slot]), min(count, len(banks[slot])))
        focus[slot] = [*(named * 5), *others]
    return focus


def _plain(text: str) -> str:
    """The text in lower-case letters and figures, without its article."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower().removeprefix("the ")).split())


@lru_cache(maxsize=1)
def _kinds() -> re.Pattern[str]:
    """The pattern of words in a name that denote the kind of file and not its subject, in any language."""
    words = [word for language in ("", *languages("words")) for word in spoken("words", language)["kinds"]]
    return re.compile(rf"\b({'|'.join(map(re.escape, words))}|v\d+)\b", re.IGNORECASE)
