# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs a persona pool where the modules of the controller find it.

A pool is installed completely or not at all. To install the same pool again is no change.
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
    """The pool file: as asked, else the host's for root and the user's own for everybody else."""
    if option:
        return Path(option).expanduser()
    return SYSTEM_POOL if os.geteuid() == 0 else Path.home() / USER_POOL


def rendered(people: Sequence[Persona]) -> str:
    """The pool as JSON, people in their order; what is not set is left out."""
    rows = [
        {name: value for name, value in person.to_dict().items() if value not in (None, [], False)} for person in people
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def install(path: Path, text: str, check: bool) -> tuple[bool, str]:
    """Whether the pool changed, and the pool before.

    The host's pool can be read by everybody. Raises RealismError where it cannot be written.
    """
    return replace(path, text, "the pool", check=check, shared=path == SYSTEM_POOL)
