# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Generates the personas of a company: names by Faker, all else from a seed.

The same options yield the same personas.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.corpora import load
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.locale import LANGUAGES, locale_of
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import PersonaError, RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random

from .schema import MAX_PERSONAS
from .validation import parse_personas

try:
    from faker import Faker

    IMPORT_ERROR: str | None = None
except ImportError as missing:
    IMPORT_ERROR = str(missing)

#: The usual ASCII spelling of letters that Unicode does not decompose.
_SPELLED = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "Ae", "œ": "oe", "đ": "d", "þ": "th"}
)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def generate(size: int, domain: str, languages: Mapping[str, float], seed: str) -> tuple[Persona, ...]:
    """The personas of a company of ``size`` people. ``languages`` holds weights by language. Raises RealismError."""
    if IMPORT_ERROR:
        raise RealismError(
            f"generating personas needs the Python package Faker ({IMPORT_ERROR}); install it on the controller"
        )
    if not 2 <= size <= MAX_PERSONAS:
        raise RealismError(f"size is {size}; set it to a number from 2 to {MAX_PERSONAS}")
    data = {**load("company"), "languages": {code: locale_of(code).bank["people"] for code in LANGUAGES}}
    weights = _weights(languages, data["languages"])
    rng = seeded_random(seed, "company", domain)
    makers = {language: Faker(data["languages"][language]["locale"]) for language in weights}
    for language, maker in makers.items():
        maker.seed_instance(seeded_random(seed, "names", domain, language).getrandbits(60))
    people: list[dict[str, Any]] = []
    taken: set[str] = set()
    roles = _roles(data["departments"], size, rng)
    for role in roles:
        language = rng.choices(list(weights), list(weights.values()))[0]
        name, login = _name(makers[language], language, taken)
        taken |= {name.casefold(), login}
        people.append(_person(name, login, role, language, domain=domain, data=data, rng=rng))
    try:
        return parse_personas(people, "generated")
    except PersonaError as problem:
        raise RealismError(f"{problem}; set domain to a valid one") from None


def _weights(languages: Mapping[str, float], known: Mapping[str, Any]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for language, weight in languages.items():
        if str(language) not in known:
            raise RealismError(f"languages: {str(language)[:20]!r} is not a supported language; use {', '.join(known)}")
        try:
            weights[str(language)] = float(str(weight))
        except ValueError:
            weights[str(language)] = -1.0
        if not 0 < weights[str(language)] < 1e6:
            raise RealismError(f"languages: the weight of {language} is not a number above 0; correct it")
    return weights or {"en": 1.0}


def _roles(departments: Mapping[str, Any], size: int, rng: random.Random) -> list[str]:
    """The roles: heads of departments, at most a quarter of ``size``, then others by the shares of the departments."""
    heads = [department["roles"][0] for department in departments.values()]
    rows = list(departments.values())
    roles = heads[: max(1, size // 4)]
    while len(roles) < size:
        department = rng.choices(rows, [row["share"] for row in rows])[0]
        roles.append(rng.choice(department["roles"][1:]))
    return roles


def _name(maker: Any, language: str, taken: set[str]) -> tuple[str, str]:
    """A name and a login that are not taken.

    The login is the first letter and the family name, with more letters of the first name where it is taken.
    """
    while True:
        first, last = str(maker.first_name()), str(maker.last_name())
        name = f"{first} {last}"
        if name.casefold() in taken:
            continue
        given, family = ascii_name(first, language), ascii_name(last, language)
        for length in range(1, len(given) + 1):
            login = f"{given[:length]}{family}"[:24]
            if login not in taken:
                return name, login


def ascii_name(name: str, language: str) -> str:
    """The name in lower case ASCII letters: ``Müller`` is ``mueller`` in German, ``Núñez`` is ``nunez``."""
    text = name.translate(_GERMAN) if language == "de" else name
    text = unicodedata.normalize("NFKD", text.translate(_SPELLED)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]", "", text) or "x"


def _person(
    name: str, login: str, role: str, language: str, *, domain: str, data: Mapping[str, Any], rng: random.Random
) -> dict[str, Any]:
    return {
        "name": name,
        "email": f"{login}@{domain}",
        "login": login,
        "role": role,
        "tone": rng.choice(data["tones"]),
        "mannerisms": rng.sample(data["mannerisms"], rng.choice((0, 1, 2, 2, 3))),
        "language": language,
        "timezone": rng.choice(data["languages"][language]["zones"]),
        "active_hours": rng.choice(data["hours"]),
        "weekdays": rng.choice(data["weekdays"]),
        "reply_latency": rng.choice(data["latencies"]),
    }
