# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Atomic replacement of a text file on the controller."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError


def replace(path: Path, text: str, what: str, *, check: bool, shared: bool = False) -> tuple[bool, str]:
    """Replaces ``path`` if its text differs; returns whether it differs, and the text before.

    ``what`` names the file in errors, such as "the report". ``shared`` files have the mode 0644, others 0600. With
    ``check``, nothing is written. Raises RealismError where the file cannot be read or written.
    """
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as problem:
        raise RealismError(
            f"{what} {path} cannot be read ({getattr(problem, 'strerror', None) or 'not UTF-8'}); "
            "set dest to another file"
        ) from None
    if before == text or check:
        return before != text, before
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
            f"{what} {path} cannot be written ({problem.strerror}); "
            "run as a user with write access, or set dest to another file"
        ) from None
    return True, before
