# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The weeks behind a log: what logrotate would have left beside it, in files that gzip itself could have written."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..model.decky import Decky
from ..model.seeded_random import seeded_random
from .log_naming import family_of, rotated_names, rotation_due, streams_of
from .logstream import events_between, lines_between


@dataclass(frozen=True)
class RotatedFile:
    """One rotated log. Its ``mtime`` is that of its last line: neither renaming nor compressing changes it."""

    path: str
    content: bytes
    mtime: datetime


def history(seed: str, decky: Decky, path: str, now: datetime, weeks: int = 4) -> list[RotatedFile]:
    """What stands beside the log at ``path`` on a host that has kept ``weeks`` of it, newest first.

    Empty where logrotate does not keep numbered logs (Red Hat dates them, Alpine has none). The log itself goes on
    from the last of :func:`rotation_due`.
    """
    facts = decky.facts
    if family_of(facts) != "debian":
        return []
    moments = rotation_due(path, facts, now - timedelta(days=7 * weeks + 15), now)
    kept: list[RotatedFile] = []
    for end, start in zip(moments[::-1], moments[-2::-1]):
        lines = lines_between(seed, decky, path, start, end)
        if not lines or len(kept) >= weeks:
            continue
        said = [
            event.moment for event in events_between(seed, decky, start, end) if event.stream in streams_of(path, facts)
        ]
        # The daemon writes what it has received a little later than the time that it notes.
        moment = said[-1] + timedelta(
            microseconds=seeded_random(seed, decky.name, path, said[-1].isoformat()).randint(60, 2400)
        )
        name = rotated_names(path, weeks)[len(kept)]
        text = "".join(f"{line}\n" for line in lines).encode()
        kept.append(RotatedFile(name, compressed(text, moment) if name.endswith(".gz") else text, moment))
    return kept


def compressed(content: bytes, mtime: datetime) -> bytes:
    """What ``gzip`` writes when logrotate hands it an open file: that file's time, no name, level 6, from Unix."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(content) + deflate.flush()
    header = struct.pack("<4sLBB", b"\x1f\x8b\x08\x00", int(mtime.timestamp()) & 0xFFFFFFFF, 0, 3)
    return header + body + struct.pack("<LL", zlib.crc32(content), len(content) & 0xFFFFFFFF)
