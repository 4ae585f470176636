# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The request to rename a file, and its results."""

from __future__ import annotations

from dataclasses import dataclass

#: The results: the file was renamed, was at the target already, could not be moved, was not found.
DONE, SAME, KEPT, GONE = "done", "same", "kept", "gone"


@dataclass(frozen=True)
class Rename:
    """A file to rename to ``target``. It is at ``path``, at ``stem``, or at ``stem`` followed by a colon and more.

    ``mtime_ns`` is the time of the rename in nanoseconds since the epoch. Both directories get this mtime, unless
    theirs is later. With None, the decky's clock sets it.
    """

    path: str
    stem: str
    target: str
    mtime_ns: int | None = None
