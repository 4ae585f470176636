# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of a transport that rotates logs, and why it may refuse. It does what logrotate does with ``create``, ``compress`` and ``delaycompress``."""

from __future__ import annotations

from dataclasses import dataclass

#: Why a log is not rotated, in the words of every transport.
NOT_THERE = "it is not there"
LINKED = "it leads through a symbolic link"
IRREGULAR = "it, or a log rotated before it, is not a regular file"
FAILED = "it could not be renamed or compressed (no space, or no permission)"


@dataclass(frozen=True)
class Rotation:
    """A log that becomes ``.1``, its inode kept; what was ``.1`` becomes ``.2.gz``, and so on up to ``.{keep}.gz`` (``keep`` is 2 or more).

    A new, empty log takes its place, with its owner and mode and with both times ``mtime_ns`` (nanoseconds since the epoch). That is the mtime of
    the directory as well, unless it is later already.
    """

    path: str
    keep: int
    mtime_ns: int
