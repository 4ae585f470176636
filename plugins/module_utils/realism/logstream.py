# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines that cron's work leaves in the logs: a pure function of (seed, decky, interval), whatever way the interval is cut.

Each job run gives one CMD line (syslog, cron.log) between its PAM session's opening and closing (auth.log).
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .cronjobs import logged, runs_between, runs_on
from .decky import CronJob, Decky, DeckyFacts
from .dice import dice
from .log_naming import family_of, log_names, release_of, streams_of, writable_until
from .logformat import render, zone_of
from .pids import ProcessNumbers, continuing, wrapped

__all__ = ["daemons_alive", "lines_between", "stream_paths", "writable_until"]
#: A session that was open when the interval began may close in it: no job is taken to run for longer.
_LONGEST_RUN = timedelta(minutes=30)


@dataclass(frozen=True)
class _Line:
    """One line to be: its stream, and its process number before the host's counting is continued."""

    moment: datetime
    stream: str
    number: int
    message: str


def daemons_alive(facts: DeckyFacts) -> bool:
    """Whether the decky's own cron and syslog daemon write its logs."""
    alive = set(facts.running)
    return bool(alive & {"cron", "crond"} and alive & {"rsyslogd", "syslogd", "syslog-ng"})


def stream_paths(facts: DeckyFacts) -> tuple[str, ...]:
    """The logs of the host in which cron's work shows: those that it keeps by default and really has."""
    present = set(facts.log_files)
    return tuple(path for path in log_names(facts) if path in present and {"cron", "auth"} & set(streams_of(path, facts)))


def lines_between(seed: str, decky: Decky, path: str, since: datetime, until: datetime, last_pid: int | None = None) -> list[str]:
    """The lines of one log in ``(since, until]``, oldest first, none after what :func:`writable_until` allows.

    ``last_pid`` is the last process number that stands in the log: the numbers go on from there.
    """
    facts = decky.facts
    until = writable_until(facts, until)
    wanted, zone = set(streams_of(path, facts)), zone_of(facts.timezone)
    due = [line for line in _lines(seed, decky, since - _LONGEST_RUN, until) if line.stream in wanted and since < line.moment <= until]
    if not due:
        return []
    shift = continuing(due[0].number, last_pid, (seed, decky.name, due[0].moment.date().isoformat()))
    tag = "crond" if family_of(facts) == "alpine" else "CROND" if family_of(facts) == "redhat" else "CRON"
    return [
        render(line.moment, facts.hostname, f"{tag}[{wrapped(line.number + shift, last_pid)}]", line.message, zone, facts.log_format)
        for line in sorted(due, key=lambda line: line.moment)
    ]


def _lines(seed: str, decky: Decky, since: datetime, until: datetime) -> Iterator[_Line]:
    facts = decky.facts
    zone = zone_of(facts.timezone)
    modern = family_of(facts) != "debian" or release_of(facts) >= 12
    numbers = ProcessNumbers(seed, decky, facts.crontabs)
    before: dict[date, dict[tuple[datetime, CronJob], int]] = {}
    for moment, job in runs_between(facts.crontabs, since, until, zone):
        day = moment.astimezone(zone).date()
        if day not in before:
            before[day] = _taken_before(numbers, facts.crontabs, day, zone)
        rng = dice(seed, decky.name, "run", moment.isoformat(), job.source, job.command)
        session = numbers.at_midnight(day) + before[day][(moment, job)] + numbers.background(moment)
        # Measured on 18 hosts: CMD lines fall in seconds 0 to 3 of the minute, its number is the session's + 1.
        opened = moment + timedelta(seconds=rng.triangular(0.02, 2.9, 0.9))
        started = opened + timedelta(microseconds=rng.randint(900, 5200))
        closed = started + timedelta(seconds=_duration(job, rng.lognormvariate(-3.2, 0.9)))
        uid = next((account.uid for account in facts.accounts if account.login == job.user), 0)
        whom = f"{job.user}(uid={uid})" if modern else job.user
        gap = "" if modern else "  "
        yield _Line(opened, "auth", session, f"pam_unix(cron:session): session opened for user {whom} by (uid=0)")
        yield _Line(started, "cron", session + 1, f"({job.user}) {gap}CMD ({logged(job.command)})")
        yield _Line(closed, "auth", session, f"pam_unix(cron:session): session closed for user {job.user}")


def _taken_before(numbers: ProcessNumbers, jobs: tuple[CronJob, ...], day: date, zone: object) -> dict[tuple[datetime, CronJob], int]:
    """How many process numbers earlier runs of the day have taken, for each of its runs."""
    taken, total = {}, 0
    for moment, job in runs_on(jobs, day, zone):  # type: ignore[arg-type]
        taken[(moment, job)] = total
        total += numbers.cost(job)
    return taken


def _duration(job: CronJob, seconds: float) -> float:
    """How long a run takes: the daily and weekly collections minutes, all else moments."""
    slow = any(f"cron.{period}" in job.command for period in ("daily", "weekly", "monthly"))
    return min(25 * 60.0, (40.0 if slow else 1.0) * seconds + 0.004)
