# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enters the log lines of other actions into the host's logs, at their places among the lines of its daemons.

A daemon may write at any moment. So the lines are appended first. Afterwards they are sorted, over a region that ends
where the appended lines end. :meth:`Transport.reorder` explains why no line can be lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.log_merging import Merge, merged
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.logformat import zone_of
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import LogNote
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.entries import Entry

from ...transports.base import Append, DeckyUnreachable, Reordering, Transport, TransportError
from .stamps import stamps

#: The bytes that are read of a log's end. They hold more than a day of an ordinary host's log.
_END_BYTES = 65_536
#: The further bytes that are read after the append, so that a daemon's new lines do not hide the first lines.
_SLACK_BYTES = 16_384


@dataclass(frozen=True, kw_only=True)
class _Lines:
    """The lines that one log lacks. ``new`` are their bytes, in order."""

    path: str
    lines: Sequence[tuple[datetime, str]]
    zone: tzinfo
    new: bytes
    append: Append
    in_order: bool


def enter(transport: Transport, notes: Iterable[LogNote]) -> None:
    """Enters the lines of the notes. Skips a log that cannot be read or written. Raises DeckyUnreachable."""
    by_path: dict[str, list[LogNote]] = {}
    for note in notes:
        by_path.setdefault(note.path, []).append(note)
    try:
        ends = transport.tail(sorted(by_path), _END_BYTES) if by_path else {}
        wanted = [
            lines for path, some in by_path.items() if (lines := _missing_lines(path, some, ends[path])) is not None
        ]
        if wanted:
            transport.append([lines.append for lines in wanted])
        _sort(transport, [lines for lines in wanted if not lines.in_order])
    except DeckyUnreachable:
        raise
    except TransportError:
        # The reported actions are done. A log that cannot be written does not make them fail.
        return


def _sort(transport: Transport, misplaced: Sequence[_Lines]) -> None:
    """Moves the appended lines to their places."""
    if not misplaced:
        return
    limit = _END_BYTES + _SLACK_BYTES + max(len(lines.new) for lines in misplaced)
    ends = transport.tail([lines.path for lines in misplaced], limit)
    moves = [move for lines in misplaced if (move := _reordering(lines, ends[lines.path])) is not None]
    if moves:
        transport.reorder(moves)


def _missing_lines(path: str, notes: Sequence[LogNote], entry: Entry | None) -> _Lines | None:
    """The lines to append to a log whose end is ``entry``; None if that is no regular file or has all the lines."""
    lines, zone = [line for note in notes for line in note.lines], zone_of(notes[0].timezone)
    tail = entry.content if entry is not None else b""
    if tail is None:
        return None
    merge = merged(tail, entry is None or entry.size == len(tail), lines, zone)
    if merge is None:
        return None
    new = _new_lines(merge, tail)
    owner = notes[0].owner if entry is None else (entry.uid, entry.gid, entry.mode)
    if owner is None:
        return None
    mtime = max(stamps(path, merge.last)[0], entry.mtime_ns if entry is not None else 0)
    lacking = [line for line in lines if f"{line[1]}\n".encode() in new]
    content = b"".join(new)
    append = Append(path, content, *owner, mtime)
    # The order is right if all of the lines come after the last line of the log.
    return _Lines(path=path, lines=lacking, zone=zone, new=content, append=append, in_order=merge.offset == len(tail))


def _new_lines(merge: Merge, tail: bytes) -> list[bytes]:
    """The lines of ``merge`` that ``tail`` lacks. The others are in both, in the same order."""
    present = tail[merge.offset :].splitlines(keepends=True)
    new, index = [], 0
    for line in merge.content.splitlines(keepends=True):
        if index < len(present) and line == present[index]:
            index += 1
        else:
            new.append(line)
    return new


def _reordering(lines: _Lines, entry: Entry | None) -> Reordering | None:
    """The reordering that moves the appended lines to their places; None if they are not found or are in place."""
    if entry is None or entry.content is None:
        return None
    start = entry.content.rfind(lines.new)
    if start < 0:
        return None
    merge = merged(entry.content[:start], entry.size == len(entry.content), lines.lines, lines.zone)
    if merge is None:
        return None
    # The region ends where the append ended. What the daemon has written since then is behind it.
    region = entry.content[merge.offset : start + len(lines.new)]
    # The length differs if one of the lines belongs before the part that was read.
    if len(merge.content) != len(region) or merge.content == region:
        return None
    return Reordering(lines.path, entry.size - len(entry.content) + merge.offset, region, merge.content)
