# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The request to rotate a log, and the reasons of a refusal.

The rotation is that of logrotate with ``create``, ``compress`` and ``delaycompress``.
"""

from __future__ import annotations

from dataclasses import dataclass

#: The reasons why a log is not rotated, the same for all transports.
NOT_THERE = "it is not there"
LINKED = "it leads through a symbolic link"
IRREGULAR = "it, or a log rotated before it, is not a regular file"
FAILED = "it could not be renamed or compressed (no space, or no permission)"


@dataclass(frozen=True)
class Rotation:
    """A log that becomes ``.1`` and keeps its inode. ``.1`` becomes ``.2.gz``, and so on up to ``.{keep}.gz``.

    ``keep`` is 2 or more. A new, empty log with the same owner and mode replaces the log. Both of its times are
    ``mtime_ns`` (nanoseconds since the epoch). The directory gets the same mtime, unless its own is later.
    """

    path: str
    keep: int
    mtime_ns: int
