# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs a persona pool in the folder in which the controller looks for it.

A pool is installed completely or not at all. Installing the same pool again changes nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.plugin_utils.atomic_file import replace

from .pool import SYSTEM_POOL, USER_POOL


def destination(option: str | None) -> Path:
    """The path of the pool file: the option, else the system pool for root and the user pool for other users."""
    if option:
        return Path(option).expanduser()
    return SYSTEM_POOL if os.geteuid() == 0 else Path.home() / USER_POOL


def rendered(people: Sequence[Persona]) -> str:
    """The pool as JSON, in the order of ``people``, without unset fields."""
    rows = [
        {name: value for name, value in person.to_dict().items() if value not in (None, [], False)} for person in people
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def install(path: Path, text: str, check: bool) -> tuple[bool, str]:
    """Installs the pool; returns whether it changed, and the pool before.

    The system pool is readable by all users. Raises RealismError where the pool cannot be written.
    """
    return replace(path, text, "the pool", check=check, shared=path == SYSTEM_POOL)
