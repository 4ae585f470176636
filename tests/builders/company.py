# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small company for the tests: three people, two deckies, one moment."""

from __future__ import annotations

from datetime import datetime, timezone

from ansible_collections.decnet.realism.plugins.module_utils.realism.company.world import build_world
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.bodies.base import BodyContext
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Account, Decky, DeckyFacts
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona

ANNA = Persona("Anna Berg", "anna@corp.example", "anna", "systems administrator")
OMAR = Persona("Omar Said", "omar@corp.example", "omar", "accountant")
LEA = Persona("Lea Roth", "lea@corp.example", "lea", "developer")
PEOPLE = (ANNA, OMAR, LEA)
NOW = datetime(2026, 3, 2, 9, 14, 5, 120_300, tzinfo=timezone.utc)
WORLD = build_world("seed", "corp.example", ("web-01", "files-01"), PEOPLE)


def decky(name: str = "web-01") -> Decky:
    """A Debian decky with accounts of all three people."""
    accounts = tuple(
        Account(person.login, 1000 + index, 1000 + index, f"/home/{person.login}")
        for index, person in enumerate(PEOPLE)
    )
    return Decky(name, DeckyFacts(name, accounts=accounts), PEOPLE)


def context(path: str = "", now: datetime = NOW, name: str = "web-01") -> BodyContext:
    """The context of a body: a path, a moment and a decky."""
    return BodyContext(decky(name), WORLD, now, path)
