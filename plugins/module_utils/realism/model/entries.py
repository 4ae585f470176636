# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""File system entries of a decky, as a transport reads them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One file system entry. ``kind`` is file, directory, symlink or other.

    ``content`` is None for any other kind than file, and for a file that exceeds the limit of the read. ``mtime_ns`` is
    in nanoseconds since the epoch. All values come from a hostile host: the transport bounds them, no caller trusts
    them.
    """

    path: str
    kind: str
    uid: int
    gid: int
    mode: int
    size: int
    mtime_ns: int
    content: bytes | None = None
