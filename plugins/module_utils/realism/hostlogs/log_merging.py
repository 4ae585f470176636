# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts lines where their moments belong in the end of a log that its own daemon goes on writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from .logformat import parse


@dataclass(frozen=True)
class Merge:
    """The bytes that are to stand from ``offset`` (within the end that was looked at) on, and the moment of the last of their lines."""

    offset: int
    content: bytes
    last: datetime


def merged(tail: bytes, whole: bool, lines: Sequence[tuple[datetime, str]], zone: tzinfo) -> Merge | None:
    """Where ``lines`` go in ``tail``, the end of a log or (``whole``) all of it; None where none of them belongs there.

    A line from before the first one that is seen is left out, as it belongs further up; so is one that stands there already. What cannot be read stays
    with the line before it.
    """
    if not lines or (tail and not tail.endswith(b"\n")):
        return None
    start = 0 if whole else tail.find(b"\n") + 1
    future = max(moment for moment, _text in lines) + timedelta(days=1)
    known: list[tuple[int, datetime | None]] = []
    place, present = start, set[bytes]()
    for raw in tail[start:].splitlines(keepends=True):
        found = parse(raw.decode("utf-8", "replace").rstrip("\n"), future, zone)
        known.append((place, found.moment if found else None))
        present.add(raw)
        place += len(raw)
    moments = [moment for _place, moment in known if moment is not None]
    if not moments and (tail or not whole):
        return None
    wanted = [(moment, f"{text}\n".encode()) for moment, text in sorted(lines, key=lambda line: line[0])]
    wanted = [(moment, raw) for moment, raw in wanted if raw not in present and (not moments or moment >= moments[0])]
    if not wanted:
        return None
    places = [
        (next((place for place, at in known if at is not None and at > moment), len(tail)), moment, raw)
        for moment, raw in wanted
    ]
    offset = places[0][0]
    content, position = b"", offset
    for place, _moment, raw in places:
        content += tail[position:place] + raw
        position = place
    content += tail[position:]
    return Merge(offset, content, max([*moments, wanted[-1][0]]))
