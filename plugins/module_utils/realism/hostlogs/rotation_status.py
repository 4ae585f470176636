# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The status file of logrotate: its path, and its entries after a rotation, in the format of logrotate 3.21."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..model.decky import DeckyFacts
from .log_naming import family_of
from .logformat import zone_of

_HEADER = "logrotate state -- version 2"


def status_path(facts: DeckyFacts) -> str:
    """The path of the status file, which distributions set when they build logrotate."""
    return f"/var/lib/logrotate/{'logrotate.status' if family_of(facts) == 'redhat' else 'status'}"


def status_entry(path: str, moment: datetime, facts: DeckyFacts) -> str:
    """The entry of the log at ``path``, in local time without padding (``"/var/log/syslog" 2026-11-22-0:7:5``)."""
    at = moment.astimezone(zone_of(facts.timezone))
    return f'"{path}" {at.year}-{at.month}-{at.day}-{at.hour}:{at.minute}:{at.second}'


def with_entries(content: bytes, entries: Sequence[str]) -> bytes | None:
    """The status file with ``entries``, each in place of the old entry of its log or at the end.

    All other bytes stay the same. None where ``content`` is not a status file of this format.
    """
    lines = content.decode("utf-8", "surrogateescape").split("\n")
    if lines[0] != _HEADER or lines.pop() != "":
        return None
    for entry in entries:
        name = entry[: entry.rindex(" ") + 1]
        places = [index for index, line in enumerate(lines) if line.startswith(name)]
        for index in places:
            lines[index] = entry
        if not places:
            lines.append(entry)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
