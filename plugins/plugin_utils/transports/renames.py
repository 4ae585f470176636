# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of a transport that renames files, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

#: What became of a rename: it was done; the file stood at the target already; it could not be moved; it was not found.
DONE, SAME, KEPT, GONE = "done", "same", "kept", "gone"


@dataclass(frozen=True)
class Rename:
    """A file that is to stand at ``target``. It stands at ``path``, or at ``stem``, or at ``stem`` with a colon and anything after it.

    ``mtime_ns`` is when it is renamed, in nanoseconds since the epoch: the mtime of both directories, unless it is later already. None leaves them
    to the decky's clock.
    """

    path: str
    stem: str
    target: str
    mtime_ns: int | None = None
