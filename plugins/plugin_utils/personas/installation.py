# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts a persona pool where the controller's task words find it: whole or not at all, the same pool twice being no change."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.personas import Persona

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
    """(changed, what stood there before). Raises RealismError where it cannot be written."""
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as problem:
        raise RealismError(
            f"the pool {path} cannot be read ({getattr(problem, 'strerror', None) or 'not UTF-8'}); set dest to another file"
        ) from None
    if before == text or check:
        return before != text, before
    shared = path == SYSTEM_POOL
    partial = None
    try:
        path.parent.mkdir(mode=0o755 if shared else 0o700, parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with open(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(handle)
            os.fchmod(handle, 0o644 if shared else 0o600)
        os.replace(partial, path)
    except OSError as problem:
        if partial:
            with contextlib.suppress(OSError):
                os.unlink(partial)
        raise RealismError(
            f"the pool {path} cannot be written ({problem.strerror}); run as somebody who may, or set dest to another file"
        ) from None
    return True, before
