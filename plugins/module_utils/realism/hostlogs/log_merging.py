# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inserts lines in time order into the end of a log that its own daemon keeps writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from .logformat import parse


@dataclass(frozen=True)
class Merge:
    """The bytes that replace a log from ``offset`` on.

    ``offset`` counts from the start of the tail. ``last`` is the moment of the latest line.
    """

    offset: int
    content: bytes
    last: datetime


@dataclass(frozen=True)
class _ExistingLine:
    """A line of the log with its line end. ``moment`` is None for a line in another format."""

    moment: datetime | None
    raw: bytes


def merged(tail: bytes, whole: bool, lines: Sequence[tuple[datetime, str]], zone: tzinfo) -> Merge | None:
    """The merge of ``lines`` into ``tail``; None where no line belongs there.

    ``tail`` is the end of a log, or the ``whole`` log. A line from before the first line of the tail is skipped, as it
    belongs further up. A line that the tail has already is skipped too. A line in another format stays behind the line
    before it.
    """
    if not lines or (tail and not tail.endswith(b"\n")):
        return None
    start = 0 if whole else tail.find(b"\n") + 1
    existing = _existing_lines(tail[start:], max(moment for moment, _text in lines) + timedelta(days=1), zone)
    moments = [line.moment for line in existing if line.moment is not None]
    if not moments and (tail or not whole):
        return None
    new = _missing(lines, {line.raw for line in existing}, moments[0] if moments else None)
    if not new:
        return None
    # The new lines before each existing line; the last list is for the end of the log.
    inserts: list[list[bytes]] = [[] for _line in range(len(existing) + 1)]
    for moment, raw in new:
        inserts[_position(existing, moment)].append(raw)
    first = next(index for index, raws in enumerate(inserts) if raws)
    kept = [line.raw for line in existing[first:]] + [b""]
    content = b"".join(b"".join(raws) + raw for raws, raw in zip(inserts[first:], kept, strict=True))
    return Merge(start + sum(len(line.raw) for line in existing[:first]), content, max([*moments, new[-1][0]]))


def _existing_lines(text: bytes, future: datetime, zone: tzinfo) -> list[_ExistingLine]:
    """The lines of a log. A line without a year gets the last year that is not after ``future``."""
    existing = []
    for raw in text.splitlines(keepends=True):
        line = parse(raw.decode("utf-8", "replace").rstrip("\n"), future, zone)
        existing.append(_ExistingLine(line.moment if line else None, raw))
    return existing


def _missing(
    lines: Sequence[tuple[datetime, str]], present: set[bytes], since: datetime | None
) -> list[tuple[datetime, bytes]]:
    """The lines that are neither ``present`` nor from before ``since``, oldest first."""
    ordered = [(moment, f"{text}\n".encode()) for moment, text in sorted(lines, key=lambda line: line[0])]
    return [(moment, raw) for moment, raw in ordered if raw not in present and (since is None or moment >= since)]


def _position(existing: Sequence[_ExistingLine], moment: datetime) -> int:
    """The index of the first later line, or of the end."""
    later = (index for index, line in enumerate(existing) if line.moment is not None and line.moment > moment)
    return next(later, len(existing))
