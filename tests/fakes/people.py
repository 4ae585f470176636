# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The people of a small office, and the decky on which they work."""

from __future__ import annotations

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona

from .host import debian
from .tree import Tree

_ROLES = ("systems administrator", "accountant", "developer", "office manager")
_NAMES = ("Anna Berg", "Omar Said", "Lea Roth", "Tom Hart")
OFFICE: tuple[Persona, ...] = tuple(
    Persona(name=name, email=f"{login}@corp.example", login=login, role=role, reply_latency="fast")
    for name, role in zip(_NAMES, _ROLES)
    for login in (name.split()[0].lower(),)
)
ANNA, OMAR = OFFICE[:2]


def office_host(name: str = "d1", mail_log: bool = False) -> Tree:
    """A host with an account for each person. Anna has the uid 1000, Omar 1001."""
    return debian(name, [person.login for person in OFFICE], mail_log=mail_log)
