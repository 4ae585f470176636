# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one world in which a fleet's personas live: projects, tickets, hosts, colleagues.

A pure function of (fleet seed, mail domain, host names, personas), so that notes, TODOs, scripts and
mail speak of the same things on every decky of a company.
"""
from __future__ import annotations

from dataclasses import dataclass

from .personas import Persona


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
