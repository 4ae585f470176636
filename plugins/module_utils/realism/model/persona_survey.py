# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at every entry of a persona pool, so that whoever imports one learns of all its faults at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .errors import PersonaError
from .persona import Persona
from .persona_schema import MAX_PERSONAS, parse_persona, parse_personas, refuse_namesake


@dataclass(frozen=True)
class Survey:
    """The personas that validate, and one sentence for each entry that does not (with its number, field and reason)."""

    good: tuple[Persona, ...]
    problems: tuple[str, ...]


def survey(data: object, source: str, language_default: str = "en") -> Survey:
    """Read a pool entry by entry. Raises PersonaError for what is no list, or too long a one."""
    if isinstance(data, (str, bytes)) or not isinstance(data, Sequence) or len(data) > MAX_PERSONAS:
        # Never a list that parse_personas would take: it says what is wrong.
        return Survey(parse_personas(data, source, language_default), ())
    good: list[tuple[int, Persona]] = []
    problems: list[str] = []
    for index, item in enumerate(data, 1):
        try:
            persona = parse_persona(item, source, index, language_default)
            refuse_namesake(persona, good, source, index)
        except PersonaError as problem:
            problems.append(str(problem))
        else:
            good.append((index, persona))
    return Survey(tuple(persona for _index, persona in good), tuple(problems))
