# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was seen at a path of a decky."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """What stands at a path. ``kind`` is file, directory, symlink or other; ``content`` only for files.

    ``content`` is None where the file is larger than the limit of the read. ``mtime_ns`` is in nanoseconds since the
    epoch. Everything here comes from a hostile host: the transport bounds it, nobody trusts it.
    """

    path: str
    kind: str
    uid: int
    gid: int
    mode: int
    size: int
    mtime_ns: int
    content: bytes | None = None
