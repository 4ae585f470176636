# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The world that the personas of a fleet share: projects, tickets, hosts, colleagues.

It is a pure function of (fleet seed, mail domain, host names, personas), so that notes, TODO lists, scripts and mail
refer to the same things on every decky of a company.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..corpora import load
from ..model.persona import Persona
from ..model.seeded_random import seeded_random


@dataclass(frozen=True)
class Project:
    """A project of the company: code name, ticket prefix (``ATL``) and subject."""

    name: str
    prefix: str
    subject: str


@dataclass(frozen=True)
class World:
    """The world of one fleet.

    ``hosts`` are the names of the deckies, ``outsiders`` the first names of people outside the persona pool.
    """

    seed: str
    domain: str
    projects: tuple[Project, ...]
    hosts: tuple[str, ...]
    colleagues: tuple[Persona, ...]
    outsiders: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()


def build_world(seed: str, domain: str, hosts: Sequence[str], personas: Sequence[Persona]) -> World:
    """The world of a company: five projects, people outside the persona pool, vendors and internal systems."""
    rng = seeded_random(seed, "world", domain)
    words = load("words")
    names = rng.sample(words["project_names"], 5)
    subjects = rng.sample(words["project_subjects"], 5)
    projects = tuple(Project(name, _prefix(name), subject) for name, subject in zip(names, subjects, strict=True))
    pool_names = {persona.first_name for persona in personas}
    outsiders = tuple(name for name in rng.sample(words["first_names"], 24) if name not in pool_names)[:14]
    return World(
        seed,
        domain,
        projects,
        tuple(hosts),
        tuple(personas),
        outsiders,
        tuple(rng.sample(words["vendors"], 9)),
        tuple(rng.sample(words["systems"], 12)),
    )


def _prefix(name: str) -> str:
    """The ticket prefix of a project: ``BLUE`` for ``Bluefin``, ``ATL`` for ``Atlas``."""
    letters = name.upper().replace(" ", "")
    return letters[: 3 if len(letters) < 6 else 4]
