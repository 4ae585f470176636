# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one world in which a fleet's personas live: projects, tickets, hosts, colleagues.

A pure function of (fleet seed, mail domain, host names, personas), so that notes, TODOs, scripts and
mail speak of the same things on every decky of a company.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..corpora import load
from ..model.persona import Persona
from ..model.seeded_random import seeded_random


@dataclass(frozen=True)
class Project:
    """A project of the company: its code name, ticket prefix (``ATL``) and what it is about."""

    name: str
    prefix: str
    subject: str


@dataclass(frozen=True)
class World:
    """What the personas of one fleet have in common. ``hosts`` are the names of the fleet's deckies."""

    seed: str
    domain: str
    projects: tuple[Project, ...]
    hosts: tuple[str, ...]
    colleagues: tuple[Persona, ...]
    outsiders: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()


def build_world(seed: str, domain: str, hosts: Sequence[str], personas: Sequence[Persona]) -> World:
    """The company: five projects, the people outside the pool whom everybody knows, vendors and internal systems."""
    rng = seeded_random(seed, "world", domain)
    words = load("words")
    names = rng.sample(words["project_names"], 5)
    subjects = rng.sample(words["project_subjects"], 5)
    projects = tuple(Project(name, _prefix(name), subject) for name, subject in zip(names, subjects, strict=True))
    known = {persona.first_name for persona in personas}
    outsiders = tuple(name for name in rng.sample(words["first_names"], 24) if name not in known)[:14]
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
    """``Bluefin`` gives ``BLUE``, ``Atlas`` gives ``ATL``: what a ticket system would be set up with."""
    letters = name.upper().replace(" ", "")
    return letters[: 3 if len(letters) < 6 else 4]
