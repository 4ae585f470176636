# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Crontabs as Vixie's cron reads them: the jobs of a host, and the minutes at which they run.

Crontabs come from a hostile host. Invalid lines are skipped, and the amount of text is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from ..model.decky import CronJob

MAX_JOBS = 200
MAX_COMMAND = 500
MAX_TEXT = 65536
REBOOT = "@reboot"
_NICKNAMES = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_DAYS = {name: number for number, name in enumerate("sun mon tue wed thu fri sat".split())}
_FIELDS: tuple[tuple[int, int, dict[str, int]], ...] = (
    (0, 59, {}),
    (0, 23, {}),
    (1, 31, {}),
    (1, 12, _MONTHS),
    (0, 7, _DAYS),
)
_PART = re.compile(r"(?:\*|(\w{1,3})(?:-(\w{1,3}))?)(?:/(\d{1,2}))?", re.ASCII)
_SETTING = re.compile(r"""\s*["']?[A-Za-z_]\w*["']?\s*=""")
_LOGIN = re.compile(r"[a-zA-Z_][a-zA-Z0-9_.-]{0,31}\$?", re.ASCII)
#: cron skips files of cron.d with other names (Debian's run-parts rule), such as ``.placeholder`` and ``x.dpkg-old``.
_READ_NAME = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


@dataclass(frozen=True)
class Schedule:
    """The five fields of a schedule as sorted numbers.

    A day must match both day fields, or one of them where both are restricted (``either_day``). ``wildcard`` is set
    where the minute or the hour begins with an asterisk.
    """

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    either_day: bool
    wildcard: bool

    def on(self, day: date) -> bool:
        """Whether the job runs on that day. Weekdays count from 0 (Sunday)."""
        if day.month not in self.months:
            return False
        of_month, of_week = day.day in self.days, (day.weekday() + 1) % 7 in self.weekdays
        return (of_month or of_week) if self.either_day else (of_month and of_week)


def parse_crontab(text: str, source: str, user: str | None = None) -> tuple[CronJob, ...]:
    """The jobs of one crontab.

    ``user`` is the owner of a user's crontab. It is None for a system crontab, which has a user in each line.
    """
    name = source.rpartition("/")[2]
    if "/cron.d/" in source and not _READ_NAME.fullmatch(name):
        return ()
    jobs: list[CronJob] = []
    for line in text[:MAX_TEXT].split("\n"):
        job = _job(line, source, user)
        if job and len(jobs) < MAX_JOBS:
            jobs.append(job)
    return tuple(jobs)


@lru_cache(maxsize=1024)
def parse_schedule(text: str) -> Schedule | None:
    """The schedule of five fields or a nickname; None for ``@reboot`` and for a text that cron rejects."""
    fields = _NICKNAMES.get(text.lower(), text).split()
    if len(fields) != 5 or any(len(field) > 200 for field in fields):
        return None
    values = [_values(field, *limits) for field, limits in zip(fields, _FIELDS)]
    if not all(values):
        return None
    minutes, hours, days, months, weekdays = values
    weekdays = tuple(sorted({day % 7 for day in weekdays}))
    either = not fields[2].startswith("*") and not fields[4].startswith("*")
    return Schedule(
        minutes, hours, days, months, weekdays, either, fields[0].startswith("*") or fields[1].startswith("*")
    )


def runs_on(jobs: Iterable[CronJob], day: date, zone: tzinfo) -> tuple[tuple[datetime, CronJob], ...]:
    """All runs (UTC) of the decky's local ``day`` in time order. Jobs of one minute keep the order of the crontabs."""
    return _runs_on(tuple(jobs), day, zone)


#: Each log of a tick needs the runs of the same day, and the next tick needs them again.
@lru_cache(maxsize=128)
def _runs_on(jobs: tuple[CronJob, ...], day: date, zone: tzinfo) -> tuple[tuple[datetime, CronJob], ...]:
    midnight, next_midnight = _wall_time(day, 0, 0, zone), _wall_time(day + timedelta(days=1), 0, 0, zone)
    same_offset = midnight.utcoffset() == next_midnight.utcoffset()
    runs: list[tuple[datetime, int, CronJob]] = []
    for position, job in enumerate(jobs):
        schedule = parse_schedule(job.schedule)
        if schedule is None or not schedule.on(day):
            continue
        for hour in schedule.hours:
            for minute in schedule.minutes:
                wall = _wall_time(day, hour, minute, zone)
                moments = [wall] if same_offset else _moments_of(wall, schedule.wildcard)
                runs += [(moment.astimezone(timezone.utc), position, job) for moment in moments]
    runs.sort(key=lambda run: run[:2])
    return tuple((moment, job) for moment, _position, job in runs)


def count_on(job: CronJob, day: date) -> int:
    """The number of a job's runs on a day without a clock change, computed without a list of the runs."""
    schedule = parse_schedule(job.schedule)
    return len(schedule.hours) * len(schedule.minutes) if schedule and schedule.on(day) else 0


def logged(command: str) -> str:
    """The command as cron logs it: up to the first ``%``, with control and non-ASCII bytes escaped."""
    letters, position = [], 0
    while position < len(command):
        letter = command[position]
        if letter == "\\" and command[position + 1 : position + 2] == "%":
            letter, position = "%", position + 1
        elif letter == "%":
            break
        letters.append(letter)
        position += 1
    raw = "".join(letters).encode("utf-8", "surrogateescape")
    return "".join(
        chr(byte) if 32 <= byte < 127 else f"^{chr(byte ^ 64)}" if byte < 128 else f"\\{byte:03o}" for byte in raw
    )


def _job(line: str, source: str, user: str | None) -> CronJob | None:
    """The job of one line; None for a line without a valid job."""
    text = line.lstrip(" \t")
    if (
        not text
        or text.startswith("#")
        or len(text) > MAX_COMMAND * 2
        or _SETTING.match(text)
        or not text.replace("\t", "").isprintable()
    ):
        return None
    parts = text.split(None, 1) if text.startswith("@") else text.split(None, 5)
    if len(parts) != (2 if text.startswith("@") else 6):
        return None
    schedule, rest = " ".join(parts[:-1]), parts[-1]
    if user is None:
        # One blank ends the user's name. Further blanks belong to the command, and cron logs them.
        match = re.match(r"([^ \t]+)[ \t](.*)", rest)
        if match is None:
            return None
        owner, command = match.groups()
    else:
        owner, command = user, rest
    if not _LOGIN.fullmatch(owner) or not command.strip() or len(command) > MAX_COMMAND:
        return None
    if schedule.lower() != REBOOT and parse_schedule(schedule) is None:
        return None
    return CronJob(source, owner, schedule, command)


def _values(field: str, low: int, high: int, names: dict[str, int]) -> tuple[int, ...]:
    """The sorted numbers of one field; empty where cron rejects it."""
    numbers: set[int] = set()
    for part in field.lower().split(","):
        match = _PART.fullmatch(part)
        if match is None:
            return ()
        first, last, step = match.groups()
        if first is None:
            begin, end = low, high
        else:
            bounds = [names.get(text, int(text) if text.isdigit() else -1) for text in (first, last or first)]
            begin, end = bounds
            if step and last is None:
                return ()
        if not low <= begin <= end <= high or step == "0" or step == "00":
            return ()
        numbers.update(range(begin, end + 1, int(step or 1)))
    return tuple(sorted(numbers))


def _wall_time(day: date, hour: int, minute: int, zone: tzinfo) -> datetime:
    """A time of the wall clock in a zone."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def _exists(wall: datetime) -> bool:
    """Whether a time of the wall clock exists; False where the clock skips it."""
    return wall.astimezone(timezone.utc).astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None)


def _moments_of(wall: datetime, wildcard: bool) -> list[datetime]:
    """The moments of a wall-clock time on a day with a clock change.

    At a time that occurs twice, a job with a wildcard runs twice and any other job once. At a time that is skipped, a
    job with a wildcard does not run; any other job runs right after the jump.
    """
    if not _exists(wall):
        if wildcard:
            return []
        first = wall
        while not _exists(first - timedelta(minutes=1)):
            first -= timedelta(minutes=1)
        return [first]
    again = wall.replace(fold=1)
    return [wall, again] if wildcard and again.utcoffset() != wall.utcoffset() else [wall]
