# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gzip format (RFC 1952) as gzip writes it when logrotate passes it an open file."""

from __future__ import annotations

import struct
import zlib

#: The field XFL is 0 at gzip's default level, and the field OS is 3 on Unix.
_LEVEL, _EXTRA_FLAGS, _UNIX = 6, 0, 3


def compressed(content: bytes, mtime: int) -> bytes:
    """``content`` as a gzip file of level 6 without a file name.

    ``mtime`` is the modification time of the open file, in seconds since the epoch.
    """
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(content) + deflate.flush()
    header = struct.pack("<4sLBB", b"\x1f\x8b\x08\x00", mtime & 0xFFFFFFFF, _EXTRA_FLAGS, _UNIX)
    return header + body + struct.pack("<LL", zlib.crc32(content), len(content) & 0xFFFFFFFF)
