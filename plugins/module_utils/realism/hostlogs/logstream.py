# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The log lines of a decky for an interval: one sequence of events, filtered by the streams of each log.

It is a pure function of (seed, decky, interval). The logs syslog, cron.log and auth.log record the same sessions with
the same process numbers, and an interval that is written in two parts equals one that is written at once.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from itertools import groupby

from ..model.decky import CronJob, Decky, DeckyFacts
from ..model.seeded_random import seeded_random
from .cronjobs import REBOOT, count_on, logged, runs_on
from .daemon_lines import LogEvent, daemon_events
from .log_naming import daily_wait, family_of, release_of, streams_of, writable_until
from .logformat import render, zone_of
from .pids import ProcessNumbers, continuing, wrapped_number

__all__ = ["counted_jobs", "lines_between", "lines_of", "log_events", "writable_until"]

#: The longest run of a job (cron.daily waits up to half an hour). Sessions from before an interval may end in it.
_LONGEST_JOB = timedelta(minutes=40)
#: The longest interval of one call, and the most runs in it. They bound the work for a hostile crontab.
_LONGEST_INTERVAL = timedelta(days=100)
_MOST_RUNS = 60_000
#: The uids of users that own jobs of Debian packages, for facts without these accounts.
_SYSTEM_UIDS = {
    "root": 0,
    "daemon": 1,
    "man": 6,
    "lp": 7,
    "mail": 8,
    "news": 9,
    "www-data": 33,
    "backup": 34,
    "list": 38,
    "nobody": 65534,
}


def lines_between(
    seed: str,
    decky: Decky,
    path: str,
    since: datetime,
    until: datetime,
    last_pid: int | None = None,
    *,
    seen_at: datetime | None = None,
) -> list[str]:
    """The lines of the decky's log at ``path`` in ``(since, until]``, without newlines, oldest first.

    ``last_pid`` is the highest process number seen on the decky at ``seen_at`` (None is ``since``). The lines continue
    from there, unless the host booted in between. The time in which the decky's own daemons write
    (:func:`writable_until`) has no lines.
    """
    return lines_of(
        seed, decky, path, log_events(seed, decky, since, until), since, until, last_pid=last_pid, seen_at=seen_at
    )


def lines_of(
    seed: str,
    decky: Decky,
    path: str,
    events: Sequence[LogEvent],
    since: datetime,
    until: datetime,
    *,
    last_pid: int | None = None,
    seen_at: datetime | None = None,
) -> list[str]:
    """The lines of ``events`` (from :func:`log_events`) in the log at ``path`` in ``(since, until]``."""
    facts = decky.facts
    wanted = streams_of(path, facts)
    chosen = [event for event in events if since < event.moment <= until] if wanted else []
    zone, host = zone_of(facts.timezone), facts.hostname.partition(".")[0]
    lines = []
    for event in _renumbered(seed, decky, chosen, since, last_pid, seen_at or since):
        if event.stream in wanted:
            tag = event.program if event.pid is None else f"{event.program}[{event.pid}]"
            lines.append(render(event.moment, host, tag, event.message, zone, facts.log_format))
    return lines


def log_events(seed: str, decky: Decky, since: datetime, until: datetime) -> list[LogEvent]:
    """All log events in ``(since, until]``, in time order, with the process numbers of :class:`ProcessNumbers`."""
    facts = decky.facts
    start = since.astimezone(timezone.utc)
    end = min(until, writable_until(facts, until)).astimezone(timezone.utc)
    if start >= end:
        return []
    zone = zone_of(facts.timezone)
    jobs = counted_jobs(facts)
    daily = sum(count_on(job, end.astimezone(zone).date()) for job in jobs) or 1
    start = max(start, end - min(_LONGEST_INTERVAL, timedelta(days=_MOST_RUNS / daily)))
    numbers = ProcessNumbers(seed, decky, jobs)
    events: list[LogEvent] = []
    day, last = (start - _LONGEST_JOB).astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        candidates = list(daemon_events(facts, day, numbers))
        candidates += _cron_events(seed, decky, jobs, numbers, day, (start - _LONGEST_JOB, end))
        events += [event for event in candidates if start < event.moment <= end]
        day += timedelta(days=1)
    events.sort(key=lambda event: event.moment)
    return events


def _renumbered(
    seed: str, decky: Decky, events: Sequence[LogEvent], since: datetime, last_pid: int | None, seen_at: datetime
) -> list[LogEvent]:
    """The events with final process numbers, which continue from the number seen on the decky at ``seen_at``."""
    if not events:
        return []
    numbers = ProcessNumbers(seed, decky, counted_jobs(decky.facts))
    start = since.astimezone(timezone.utc)
    boot = numbers.boot(start)
    # The count starts again at a boot, so that a number from before it is not continued.
    seen = last_pid if numbers.boot(seen_at) == boot else None
    lead = 0 if seen is None else continuing(numbers.reached(start), seen)
    return [_numbered(event, lead, last_pid, numbers.boot(event.moment) == boot) for event in events]


def counted_jobs(facts: DeckyFacts) -> tuple[CronJob, ...]:
    """The jobs that count for process numbers: those with a schedule and an existing user."""
    return tuple(job for job in facts.crontabs if job.schedule.lower() != REBOOT and _uid(job.user, facts) is not None)


def _numbered(event: LogEvent, lead: int, last_pid: int | None, same_boot: bool) -> LogEvent:
    """The event with its final process number. Only cron's sessions of the ``same_boot`` continue the number seen."""
    if event.pid is None or event.program not in ("CRON", "CROND"):
        return event
    number = event.pid + lead if same_boot else event.pid
    return LogEvent(event.moment, event.stream, event.program, wrapped_number(number, last_pid), event.message)


def _cron_events(
    seed: str,
    decky: Decky,
    jobs: tuple[CronJob, ...],
    numbers: ProcessNumbers,
    day: date,
    window: tuple[datetime, datetime],
) -> Iterator[LogEvent]:
    """The events of cron on the decky's local ``day`` for the minutes in ``window``.

    All earlier runs of the day are counted, from the boot on where the host booted that day. A session that a boot
    interrupts is never closed.
    """
    facts = decky.facts
    began, counter = datetime.min.replace(tzinfo=timezone.utc), 0
    family = family_of(facts)
    habit = seeded_random(seed, decky.name, "crond's clock")
    phase, creep = habit.random(), habit.uniform(0.008, 0.024)
    for minute, group in groupby(runs_on(jobs, day, zone_of(facts.timezone)), key=lambda run: run[0]):
        together = [job for _moment, job in group]
        since, start = numbers.day_start(minute)
        if since != began:
            began, counter = since, start
        before = counter
        counter += sum(numbers.cost(job) for job in together)
        if minute < window[0]:
            continue
        if minute > window[1]:
            break
        first = before + numbers.background(began, minute)
        rng = seeded_random(seed, decky.name, "cron", minute.isoformat())
        woken = minute + timedelta(seconds=_wake_second(phase + creep * (minute.timestamp() // 60), rng))
        if family == "alpine":
            session_events = _busybox(together, woken, first, numbers.daemon("crond", minute), rng)
        else:
            session_events = _vixie(together, woken, first, facts, day, rng)
        boot = numbers.boot(minute)
        yield from (event for event in session_events if numbers.boot(event.moment) == boot)


def _wake_second(phase: float, rng: random.Random) -> float:
    """The second at which cron wakes. It sleeps for whole seconds, so that the fraction only drifts between minutes."""
    return rng.choices((1, 2, 3), (94, 5, 1))[0] + min((phase + rng.uniform(0, 0.006)) % 1.0, 0.97)


def _vixie(
    jobs: list[CronJob], woken: datetime, first: int, facts: DeckyFacts, day: date, rng: random.Random
) -> Iterator[LogEvent]:
    """The events of Vixie's cron in one minute.

    cron forks all sessions first, and each session then forks its shell. The numbers of the shells follow those of the
    sessions.
    """
    redhat = family_of(facts) == "redhat"
    program = "CROND" if redhat else "CRON"
    sessions = [(first + index, job) for index, job in enumerate(jobs)]
    rng.shuffle(sessions)
    clock = woken
    for position, (session, job) in enumerate(sessions):
        clock += timedelta(microseconds=rng.randint(40, 900))
        logged_at = clock + timedelta(microseconds=rng.randint(700, 1900))
        shell = first + len(jobs) + position
        closed = logged_at + timedelta(seconds=_duration(job, facts, day, rng))
        uid = _uid(job.user, facts)
        # Linux-PAM logs the uid of the session's user since 1.4.
        has_uid = release_of(facts) >= (22.04 if facts.os_id == "ubuntu" else 11)
        user = f"{job.user}(uid={uid})" if has_uid else job.user
        yield LogEvent(logged_at, "cron", program, shell, f"({job.user}) CMD ({logged(job.command)})")
        if redhat:
            if release_of(facts) >= 9:
                yield LogEvent(closed, "cron", program, session, f"({job.user}) CMDEND ({logged(job.command)})")
            continue
        yield LogEvent(
            clock, "auth", program, session, f"pam_unix(cron:session): session opened for user {user} by (uid=0)"
        )
        yield LogEvent(closed, "auth", program, session, f"pam_unix(cron:session): session closed for user {job.user}")


def _busybox(jobs: list[CronJob], woken: datetime, first: int, crond: int, rng: random.Random) -> Iterator[LogEvent]:
    """The events of BusyBox's crond in one minute."""
    for position, job in enumerate(jobs):
        woken += timedelta(microseconds=rng.randint(100, 900))
        message = f"USER {job.user} pid {first + position:3d} cmd {job.command.strip()}"
        yield LogEvent(woken, "cron", "cron.info crond", crond, message)


def _duration(job: CronJob, facts: DeckyFacts, day: date, rng: random.Random) -> float:
    """The duration of a run in seconds: milliseconds for an empty run-parts, up to half an hour for cron.daily."""
    if "cron.daily" in job.command:
        return 5.0 + daily_wait(facts, day) + rng.uniform(0.4, 4)
    if "cron.weekly" in job.command or "cron.monthly" in job.command:
        return rng.uniform(0.01, 2)
    if "run-parts" in job.command or job.command.startswith("test "):
        return rng.uniform(0.003, 0.04)
    return min(900.0, max(0.004, _usual_duration(job) * rng.lognormvariate(0, 0.25)))


@lru_cache(maxsize=1024)
def _usual_duration(job: CronJob) -> float:
    """The median duration of a job in seconds."""
    return seeded_random("job", job.source, job.command).lognormvariate(-1.2, 1.6)


def _uid(login: str, facts: DeckyFacts) -> int | None:
    """The uid of a login; None for an unknown one."""
    account = facts.account(login)
    return account.uid if account else _SYSTEM_UIDS.get(login)
