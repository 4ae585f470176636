# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The process number that a decky has reached at any moment, in closed form.

A host assigns process numbers in order from its boot on, to cron jobs and to all other processes. The count needs no
stored state, so that logs can be continued from any moment.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from ..model.decky import CronJob, Decky
from ..model.seeded_random import seeded_random
from .cronjobs import count_on, runs_on
from .logformat import zone_of

#: The kernel's limit of process numbers (``kernel.pid_max``) by default, and as systemd sets it on 64 bit.
SMALL_LIMIT, LARGE_LIMIT = 32768, 4194304
_FIRST_AFTER_WRAP = 300
#: The greatest plausible lead of the count over the last number seen. Beyond it, the number seen is continued.
_PLAUSIBLE_LEAD = 5000
_STEP = 64
_EPOCH = datetime(2024, 1, 1, tzinfo=timezone.utc)


class ProcessNumbers:
    """The process numbers of one decky. They rise with time and start again at each boot."""

    def __init__(self, seed: str, decky: Decky, jobs: tuple[CronJob, ...]) -> None:
        self._parts = (seed, decky.name)
        self._jobs = jobs
        self._zone = zone_of(decky.facts.timezone)
        self._systemd = "systemd" in decky.facts.running
        self._started = decky.facts.started_at
        rng = seeded_random(*self._parts, "boots")
        self._uptime = timedelta(seconds=rng.randint(45 * 86400, 75 * 86400))
        self._anchor = self._started or _EPOCH + timedelta(seconds=rng.randint(0, 45 * 86400))
        self._costs = {job: _cost(seed, decky.name, job) for job in jobs}
        self._starts = _known_starts(seed, decky.name, decky.facts.timezone, self._systemd, self._started, jobs)

    def boot(self, moment: datetime) -> datetime:
        """The last boot at ``moment``: the known start of the host; before that, one boot every 45 to 75 days."""
        if self._started and moment >= self._started:
            return self._started
        return self._anchor + self._uptime * ((moment - self._anchor) // self._uptime)

    def daemon(self, name: str, moment: datetime) -> int:
        """The process number of a daemon that started at the last boot before ``moment``."""
        low, high = (420, 690) if self._systemd else (9, 48)
        return seeded_random(*self._parts, "daemon", name, self.boot(moment).isoformat()).randint(low, high)

    def cost(self, job: CronJob) -> int:
        """The count of numbers that one run takes: for the session, its shell and its commands."""
        return self._costs[job]

    def day_start(self, moment: datetime) -> tuple[datetime, int]:
        """The later one of local midnight and the last boot before ``moment`` (UTC).

        The second part of the result is the next free number at that time.
        """
        boot, day = self.boot(moment), moment.astimezone(self._zone).date()
        began = boot.astimezone(timezone.utc)
        if began.astimezone(self._zone).date() == day:
            return began, self._first_number(boot)
        return self._midnight(day), self._at_midnight(boot, day)

    def background(self, since: datetime, until: datetime) -> int:
        """The count of numbers that other processes take between two moments of one local day."""
        return self._background(until) - self._background(since)

    def reached(self, moment: datetime) -> int:
        """The next free process number at ``moment``."""
        began, number = self.day_start(moment)
        return number + self._taken_by_jobs(began, moment) + self.background(began, moment)

    def _first_number(self, boot: datetime) -> int:
        """The next free number after the boot of the host."""
        low, high = (900, 1600) if self._systemd else (60, 140)
        return seeded_random(*self._parts, "boot", boot.isoformat()).randint(low, high)

    def _at_midnight(self, boot: datetime, day: date) -> int:
        """The next free number at the start of a local day after the day of the boot."""
        if (boot, day) in self._starts:
            return self._starts[boot, day]
        first, before = boot.astimezone(self._zone).date(), day - timedelta(days=1)
        if (boot, before) in self._starts:
            total = self._starts[boot, before] + self._taken_on(before)
        else:
            end = self._midnight(first + timedelta(days=1)) - timedelta(microseconds=1)
            total = self._first_number(boot) + self._taken_by_jobs(boot, end) + self.background(boot, end)
            total += sum(self._taken_on(first + timedelta(days=index)) for index in range(1, (day - first).days))
        self._starts[boot, day] = total
        return total

    def _taken_by_jobs(self, since: datetime, until: datetime) -> int:
        """The count of numbers that cron jobs take within one local day, both ends included."""
        day = until.astimezone(self._zone).date()
        return sum(self.cost(job) for minute, job in runs_on(self._jobs, day, self._zone) if since <= minute <= until)

    def _background(self, moment: datetime) -> int:
        """The count of numbers that other processes take between local midnight and ``moment``."""
        day = moment.astimezone(self._zone).date()
        hours = max(0.0, (moment.astimezone(timezone.utc) - self._midnight(day)).total_seconds() / 3600)
        whole = min(23, int(hours))
        hourly = self._hourly(day)
        return sum(hourly[:whole]) + int(hourly[whole] * min(1.0, hours - whole))

    def _midnight(self, day: date) -> datetime:
        """Local midnight at the start of a day, in UTC."""
        return datetime(day.year, day.month, day.day, tzinfo=self._zone).astimezone(timezone.utc)

    def _taken_on(self, day: date) -> int:
        """The count of numbers that a whole local day takes."""
        following = day + timedelta(days=1)
        taken = sum(count_on(job, day) * self._costs[job] for job in self._jobs)
        if self._midnight(following) - self._midnight(day) != timedelta(days=1):
            # Some jobs run twice on a day on which the clock is put back. The doubled count covers all jobs.
            taken *= 2
        return taken + sum(self._hourly(day))

    def _hourly(self, day: date) -> tuple[int, ...]:
        """The count of numbers that other processes take in each hour of a day."""
        return _hourly_counts(*self._parts, day, 24.0 if self._systemd else 3.0)


@lru_cache(maxsize=4096)
def _cost(seed: str, decky: str, job: CronJob) -> int:
    """The count of numbers that one run of a job takes."""
    rng = seeded_random(seed, decky, "cost", job.source, job.command)
    if any(f"cron.{period}" in job.command for period in ("daily", "weekly", "monthly")):
        return 2 + rng.randint(14, 60)
    return 2 + rng.randint(1, 4)


@lru_cache(maxsize=256)
def _known_starts(*counter: object) -> dict[tuple[datetime, date], int]:
    """The cache of next free numbers by boot and local day.

    All ticks of one process share it, as they need the same days and each day is counted from the boot on.
    """
    return {}


@lru_cache(maxsize=16384)
def _hourly_counts(seed: str, decky: str, day: date, mean: float) -> tuple[int, ...]:
    """The count of numbers that other processes take in each hour of a day."""
    rng = seeded_random(seed, decky, "processes", day.isoformat())
    return tuple(int(rng.expovariate(1 / mean)) for _hour in range(24))


def continuing(counted: int, last_pid: int | None) -> int:
    """The offset by which numbers continue from ``last_pid`` where the count was ``counted``.

    The offset is a multiple of a step, so that logs with the same last session have the same offset: auth.log ends with
    the number of the session, syslog with that of its shell.
    """
    if last_pid is None or 0 < counted - last_pid <= _PLAUSIBLE_LEAD:
        return 0
    return -((counted - last_pid - 1) // _STEP) * _STEP


def wrapped_number(number: int, last_pid: int | None) -> int:
    """The number within the kernel's limit. A host with a number above the small limit has the large one."""
    limit = LARGE_LIMIT if (last_pid or 0) >= SMALL_LIMIT else SMALL_LIMIT
    return number if number < limit else _FIRST_AFTER_WRAP + (number - limit) % (limit - _FIRST_AFTER_WRAP)
