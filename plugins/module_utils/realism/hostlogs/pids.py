# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a decky's process numbers have counted at any moment, in closed form.

A host gives out process numbers one after the other from its boot on: to its cron jobs, and to all else that runs.
Nothing is remembered between two questions, so that logs can be continued from anywhere.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from ..model.decky import CronJob, Decky
from ..model.seeded_random import seeded_random
from .cronjobs import count_on, runs_on
from .logformat import zone_of

#: Where a kernel without systemd starts again (``kernel.pid_max``), and where systemd sets it on 64 bit.
SMALL_LIMIT, LARGE_LIMIT = 32768, 4194304
_FIRST_AFTER_WRAP = 300
#: How far the numbers may be ahead of the last one seen before it is another host's counting that goes on.
_PLAUSIBLE_LEAD = 5000
_STEP = 64
_EPOCH = datetime(2024, 1, 1, tzinfo=timezone.utc)


class ProcessNumbers:
    """The counter of one decky. Its numbers rise with time and start again at its boots."""

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
        """The boot before ``moment``: the known start of the host, before that one every six to ten weeks."""
        if self._started and moment >= self._started:
            return self._started
        return self._anchor + self._uptime * ((moment - self._anchor) // self._uptime)

    def daemon(self, name: str, moment: datetime) -> int:
        """The process number of a daemon that was started at the boot before ``moment``."""
        low, high = (420, 690) if self._systemd else (9, 48)
        return seeded_random(*self._parts, "daemon", name, self.boot(moment).isoformat()).randint(low, high)

    def cost(self, job: CronJob) -> int:
        """How many numbers one run takes: the session, its shell and what that starts."""
        return self._costs[job]

    def day_start(self, moment: datetime) -> tuple[datetime, int]:
        """The later of the local midnight and the boot before ``moment`` (UTC), and the next free number at that instant."""
        boot, day = self.boot(moment), moment.astimezone(self._zone).date()
        began = boot.astimezone(timezone.utc)
        if began.astimezone(self._zone).date() == day:
            return began, self._first_number(boot)
        return self._midnight(day), self._at_midnight(boot, day)

    def background(self, since: datetime, until: datetime) -> int:
        """How many numbers other work takes between two moments of one local day."""
        return self._background(until) - self._background(since)

    def reached(self, moment: datetime) -> int:
        """The next free process number after everything that has begun by ``moment``."""
        began, number = self.day_start(moment)
        return number + self._taken_by_jobs(began, moment) + self.background(began, moment)

    def _first_number(self, boot: datetime) -> int:
        """The next free number once the host is up."""
        low, high = (900, 1600) if self._systemd else (60, 140)
        return seeded_random(*self._parts, "boot", boot.isoformat()).randint(low, high)

    def _at_midnight(self, boot: datetime, day: date) -> int:
        """The next free number at the start of a local day after that of the boot."""
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
        """What the runs of one local day's span take, both ends included."""
        day = until.astimezone(self._zone).date()
        return sum(self.cost(job) for minute, job in runs_on(self._jobs, day, self._zone) if since <= minute <= until)

    def _background(self, moment: datetime) -> int:
        """How many numbers other work takes between local midnight and ``moment``."""
        day = moment.astimezone(self._zone).date()
        hours = max(0.0, (moment.astimezone(timezone.utc) - self._midnight(day)).total_seconds() / 3600)
        whole = min(23, int(hours))
        hourly = self._hourly(day)
        return sum(hourly[:whole]) + int(hourly[whole] * min(1.0, hours - whole))

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self._zone).astimezone(timezone.utc)

    def _taken_on(self, day: date) -> int:
        following = day + timedelta(days=1)
        taken = sum(count_on(job, day) * self._costs[job] for job in self._jobs)
        if self._midnight(following) - self._midnight(day) != timedelta(days=1):
            # A day on which the clock is put back runs some jobs twice: enough for all of them, as numbers may be skipped.
            taken *= 2
        return taken + sum(self._hourly(day))

    def _hourly(self, day: date) -> tuple[int, ...]:
        return _hourly_counts(*self._parts, day, 24.0 if self._systemd else 3.0)


@lru_cache(maxsize=4096)
def _cost(seed: str, decky: str, job: CronJob) -> int:
    """How many numbers one run of a job takes."""
    rng = seeded_random(seed, decky, "cost", job.source, job.command)
    if any(f"cron.{period}" in job.command for period in ("daily", "weekly", "monthly")):
        return 2 + rng.randint(14, 60)
    return 2 + rng.randint(1, 4)


@lru_cache(maxsize=256)
def _known_starts(*counter: object) -> dict[tuple[datetime, date], int]:
    """The next free number at the start of each boot's days, as far as it was asked for.

    Runs of one process share it: they ask for the same days, and each is counted from the boot on.
    """
    return {}


@lru_cache(maxsize=16384)
def _hourly_counts(seed: str, decky: str, day: date, mean: float) -> tuple[int, ...]:
    """How many numbers other work takes in each hour of a day."""
    rng = seeded_random(seed, decky, "processes", day.isoformat())
    return tuple(int(rng.expovariate(1 / mean)) for _hour in range(24))


def continuing(counted: int, last_pid: int | None) -> int:
    """What to add to every number so that they go on from ``last_pid``, when the count stood at ``counted``.

    It goes in steps, so that logs whose last lines are of one session agree on it: auth.log ends with the session's own
    number, syslog with its shell's.
    """
    if last_pid is None or 0 < counted - last_pid <= _PLAUSIBLE_LEAD:
        return 0
    return -((counted - last_pid - 1) // _STEP) * _STEP


def wrapped_number(number: int, last_pid: int | None) -> int:
    """The number within the kernel's limit; a host that was seen above the small limit has the large one."""
    limit = LARGE_LIMIT if (last_pid or 0) >= SMALL_LIMIT else SMALL_LIMIT
    return number if number < limit else _FIRST_AFTER_WRAP + (number - limit) % (limit - _FIRST_AFTER_WRAP)
