# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The formats of syslog lines: rendering and parsing.

Two formats are in use: ``rfc3339`` (Debian 12, Ubuntu 24.04 and newer) and ``rfc3164``, which has no year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

RFC3339 = "rfc3339"
RFC3164 = "rfc3164"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MODERN = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)) (\S{1,255}) (.*)", re.ASCII)
_CLASSIC = re.compile(r"([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\S{1,255}) (.*)", re.ASCII)
_TAG = re.compile(r"([^\s\[:]{1,48})(?:\[(\d{1,7})\])?:?(?: (.*))?$", re.ASCII)
#: Programs that start a process for each task. Their process numbers show the current count of the host.
_SHORT_LIVED = frozenset({"CRON", "CROND", "sshd", "sshd-session", "su", "sudo", "run-parts"})
#: A number that exceeds the last short-lived one by more than this is from before a wrap of the numbers.
_NEIGHBOURHOOD = 5000


@dataclass(frozen=True)
class LogLine:
    """One parsed line. ``message`` is the text after the tag."""

    moment: datetime
    host: str
    program: str
    pid: int | None
    message: str


def zone_of(name: str) -> tzinfo:
    """The time zone of an IANA name; UTC for an unknown name, as in the C library."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return ZoneInfo("Etc/UTC")


def stamp(moment: datetime, zone: tzinfo, log_format: str) -> str:
    """A time as the daemon writes it: in its own zone, with microseconds or with a padded day."""
    local = moment.astimezone(zone)
    if log_format == RFC3164:
        return f"{_MONTHS[local.month - 1]} {local.day:2d} {local:%H:%M:%S}"
    return local.isoformat(timespec="microseconds")


def render(moment: datetime, host: str, tag: str, message: str, zone: tzinfo, log_format: str) -> str:
    """One line without its newline. ``tag`` is a text such as ``CRON[4711]`` or ``rsyslogd``."""
    return f"{stamp(moment, zone, log_format)} {host} {tag}: {message}"


def parse(line: str, now: datetime, zone: tzinfo) -> LogLine | None:
    """A line of either format, parsed; None for a line of another format.

    An ``rfc3164`` line gets the last year that is not in the future.
    """
    modern = _MODERN.fullmatch(line)
    if modern:
        text, host, rest = modern.groups()
        try:
            moment: datetime | None = datetime.fromisoformat(text)
        except ValueError:
            return None
    else:
        classic = _CLASSIC.fullmatch(line)
        if classic is None:
            return None
        month, day, hour, minute, second, host, rest = classic.groups()
        moment = _dated(month, (int(day), int(hour), int(minute), int(second)), now, zone)
    tag = _TAG.match(rest)
    if moment is None or tag is None:
        return None
    return LogLine(moment, host, tag.group(1), int(tag.group(2)) if tag.group(2) else None, tag.group(3) or "")


def last_line(text: str, now: datetime, zone: tzinfo) -> LogLine | None:
    """The last line in one of the formats; None where there is none."""
    for line in reversed(text.splitlines()):
        parsed = parse(line, now, zone)
        if parsed:
            return parsed
    return None


def last_moment(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """The moment of the last line in one of the formats; None where there is none."""
    line = last_line(text, now, zone)
    return line.moment if line else None


def last_pid(text: str) -> int | None:
    """The process number that the host had reached at the end of ``text``; None where no line has one.

    It is the highest number near that of the last short-lived process.
    """
    seen: list[tuple[str, int]] = []
    for line in reversed(text.splitlines()):
        match = _MODERN.fullmatch(line) or _CLASSIC.fullmatch(line)
        tag = _TAG.match(match.groups()[-1]) if match else None
        if tag and tag.group(2):
            seen.append((tag.group(1), int(tag.group(2))))
        if len(seen) >= 40:
            break
    numbers = [pid for program, pid in seen if program in _SHORT_LIVED]
    if numbers:
        return max(pid for pid in numbers if pid <= numbers[0] + _NEIGHBOURHOOD)
    return max((pid for _program, pid in seen), default=None)


def _dated(month: str, rest: tuple[int, int, int, int], now: datetime, zone: tzinfo) -> datetime | None:
    """The last moment of a wall-clock time that is not after ``now``, with a tolerance of one day for wrong clocks.

    ``rest`` holds day, hour, minute and second.
    """
    if month not in _MONTHS:
        return None
    for year in range(now.astimezone(zone).year + 1, now.year - 9, -1):
        try:
            earlier = datetime(year, _MONTHS.index(month) + 1, *rest, tzinfo=zone)
        except ValueError:
            continue
        if earlier - now <= timedelta(days=1):
            later = earlier.replace(fold=1)
            # A time that occurs twice is taken as the later one, so that no log goes back in time.
            return later if later.utcoffset() != earlier.utcoffset() and later <= now else earlier
    return None
