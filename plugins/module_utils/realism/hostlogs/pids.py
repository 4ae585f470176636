# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a decky's process numbers have counted at any moment, in closed form.

A host gives out process numbers one after the other from its boot on: to its cron jobs, and to all else that runs.
Nothing is remembered between two questions, so that logs can be continued from anywhere.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

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
        self._costs = {job: self._cost(job) for job in jobs}
        self._starts: dict[date, int] = {}
        self._hours: dict[date, list[int]] = {}

    def boot(self, moment: datetime) -> datetime:
        """The boot before ``moment``: the known start of the host, before that one every six to ten weeks."""
        if self._started and moment >= self._started:
            return self._started
        rng = seeded_random(*self._parts, "boots")
        uptime = timedelta(seconds=rng.randint(45 * 86400, 75 * 86400))
        anchor = self._started or _EPOCH + timedelta(seconds=rng.randint(0, 45 * 86400))
        return anchor + uptime * ((moment - anchor) // uptime)

    def daemon(self, name: str, moment: datetime) -> int:
        """The process number of a daemon that was started at the boot before ``moment``."""
        low, high = (420, 690) if self._systemd else (9, 48)
        return seeded_random(*self._parts, "daemon", name, self.boot(moment).isoformat()).randint(low, high)

    def cost(self, job: CronJob) -> int:
        """How many numbers one run takes: the session, its shell and what that starts."""
        return self._costs[job]

    def at_midnight(self, day: date) -> int:
        """The next free number at the start of the decky's local day (of the boot that was last then or comes on that day)."""
        if day in self._starts:
            return self._starts[day]
        end = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=self._zone).astimezone(timezone.utc)
        boot = self.boot(end)
        first = boot.astimezone(self._zone).date()
        low, high = (900, 1600) if self._systemd else (60, 140)
        before = self._starts.get(day - timedelta(days=1))
        if before is not None and first < day:
            total = before + self._taken_on(day - timedelta(days=1))
        else:
            total = seeded_random(*self._parts, "boot", boot.isoformat()).randint(low, high)
            total += sum(self._taken_on(first + timedelta(days=index)) for index in range((day - first).days))
        self._starts[day] = total
        return total

    def background(self, moment: datetime) -> int:
        """How many numbers other work has taken between local midnight and ``moment``."""
        local = moment.astimezone(self._zone)
        midnight = datetime(local.year, local.month, local.day, tzinfo=self._zone).astimezone(timezone.utc)
        hours = max(0.0, (moment.astimezone(timezone.utc) - midnight).total_seconds() / 3600)
        whole = min(23, int(hours))
        hourly = self._hourly(local.date())
        return sum(hourly[:whole]) + int(hourly[whole] * min(1.0, hours - whole))

    def reached(self, moment: datetime) -> int:
        """The next free process number after everything that has begun by ``moment``."""
        day = moment.astimezone(self._zone).date()
        taken = sum(self.cost(job) for minute, job in runs_on(self._jobs, day, self._zone) if minute <= moment)
        return self.at_midnight(day) + taken + self.background(moment)

    def _taken_on(self, day: date) -> int:
        midnights = [
            datetime(each.year, each.month, each.day, tzinfo=self._zone) for each in (day, day + timedelta(days=1))
        ]
        taken = sum(count_on(job, day) * self._costs[job] for job in self._jobs)
        if midnights[0].utcoffset() != midnights[1].utcoffset():
            # A day on which the clock is put back runs some jobs twice: enough for all of them, as numbers may be skipped.
            taken *= 2
        return taken + sum(self._hourly(day))

    def _hourly(self, day: date) -> list[int]:
        if day not in self._hours:
            rng = seeded_random(*self._parts, "processes", day.isoformat())
            mean = 24.0 if self._systemd else 3.0
            self._hours[day] = [int(rng.expovariate(1 / mean)) for _hour in range(24)]
        return self._hours[day]

    def _cost(self, job: CronJob) -> int:
        rng = seeded_random(*self._parts, "cost", job.source, job.command)
        if any(f"cron.{period}" in job.command for period in ("daily", "weekly", "monthly")):
            return 2 + rng.randint(14, 60)
        return 2 + rng.randint(1, 4)


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
