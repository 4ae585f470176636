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


@dataclass(frozen=True)
class _Standing:
    """A line of the log as it stands, with its line end. ``moment`` is None for a line that cannot be read."""

    moment: datetime | None
    raw: bytes


def merged(tail: bytes, whole: bool, lines: Sequence[tuple[datetime, str]], zone: tzinfo) -> Merge | None:
    """Where ``lines`` go in ``tail``, the end of a log or (``whole``) all of it; None where none of them belongs there.

    A line from before the first one that is seen is left out, as it belongs further up. So is one that stands there already.
    What cannot be read stays with the line before it.
    """
    if not lines or (tail and not tail.endswith(b"\n")):
        return None
    start = 0 if whole else tail.find(b"\n") + 1
    standing = _standing(tail[start:], max(moment for moment, _text in lines) + timedelta(days=1), zone)
    moments = [line.moment for line in standing if line.moment is not None]
    if not moments and (tail or not whole):
        return None
    new = _missing(lines, {line.raw for line in standing}, moments[0] if moments else None)
    if not new:
        return None
    # What is put before each line that stands there; the last of these lists is the end of the log.
    put: list[list[bytes]] = [[] for _line in range(len(standing) + 1)]
    for moment, raw in new:
        put[_position(standing, moment)].append(raw)
    first = next(index for index, raws in enumerate(put) if raws)
    kept = [line.raw for line in standing[first:]] + [b""]
    content = b"".join(b"".join(raws) + raw for raws, raw in zip(put[first:], kept, strict=True))
    return Merge(start + sum(len(line.raw) for line in standing[:first]), content, max([*moments, new[-1][0]]))


def _standing(text: bytes, future: datetime, zone: tzinfo) -> list[_Standing]:
    """The lines of a log; one without a year has the last year that is not after ``future``."""
    found = []
    for raw in text.splitlines(keepends=True):
        line = parse(raw.decode("utf-8", "replace").rstrip("\n"), future, zone)
        found.append(_Standing(line.moment if line else None, raw))
    return found


def _missing(
    lines: Sequence[tuple[datetime, str]], present: set[bytes], since: datetime | None
) -> list[tuple[datetime, bytes]]:
    """Those of the lines that do not stand there and are not from before ``since``, oldest first."""
    ordered = [(moment, f"{text}\n".encode()) for moment, text in sorted(lines, key=lambda line: line[0])]
    return [(moment, raw) for moment, raw in ordered if raw not in present and (since is None or moment >= since)]


def _position(standing: Sequence[_Standing], moment: datetime) -> int:
    """The index of the first line that is later, else the end."""
    later = (index for index, line in enumerate(standing) if line.moment is not None and line.moment > moment)
    return next(later, len(standing))
