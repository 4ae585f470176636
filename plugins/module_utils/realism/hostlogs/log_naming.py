# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which logs a host has, by its family and version: their names, owners, what goes into them and when they are rotated."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from ..model.decky import DeckyFacts
from ..model.seeded_random import seeded_random
from .cronjobs import runs_on
from .logformat import RFC3164, RFC3339, zone_of

#: What reaches a file, by family. ``auth`` goes nowhere else on Debian (``*.*;auth,authpriv.none`` is its syslog).
_CONTENT: dict[str, dict[str, tuple[str, ...]]] = {
    "debian": {
        "syslog": ("cron", "daemon", "syslog"),
        "cron.log": ("cron",),
        "auth.log": ("auth",),
        "daemon.log": ("daemon",),
        "messages": ("syslog",),
    },
    "redhat": {"cron": ("cron",), "messages": ("daemon", "syslog"), "secure": ("auth",)},
    "alpine": {"messages": ("cron", "daemon", "syslog")},
}
_ROTATED = re.compile(r"(.+?)(?:\.\d{1,3}(?:\.gz)?)?$", re.ASCII)
#: logrotate's ``weekly`` means Sunday unless told otherwise.
_SUNDAY = 6
#: apt's daily job, which run-parts starts before logrotate, first waits a random part of half an hour.
_LONGEST_WAIT = 1800


def family_of(facts: DeckyFacts) -> str:
    """``debian``, ``redhat`` or ``alpine``: the three ways in which logs are kept."""
    names = f"{facts.os_family} {facts.os_id}".lower()
    if "alpine" in names:
        return "alpine"
    if any(name in names for name in ("redhat", "rhel", "centos", "fedora", "rocky", "alma", "amzn", "oracle")):
        return "redhat"
    return "debian"


def release_of(facts: DeckyFacts) -> float:
    """The version as a number (``22.04``); a very new one where it is not known."""
    match = re.match(r"\d{1,4}(?:\.\d{1,3})?", facts.os_version, re.ASCII)
    return float(match.group()) if match else 99.0


def log_names(facts: DeckyFacts) -> tuple[str, ...]:
    """The text logs that the host's own syslog daemon keeps by default and that cron or daemons write to."""
    family = family_of(facts)
    if family == "redhat":
        return ("/var/log/cron", "/var/log/messages", "/var/log/secure")
    if family == "alpine":
        return ("/var/log/messages",)
    if facts.os_id == "ubuntu":
        return ("/var/log/syslog", "/var/log/auth.log")
    if release_of(facts) >= 12:
        return ("/var/log/syslog", "/var/log/cron.log", "/var/log/auth.log")
    return ("/var/log/syslog", "/var/log/daemon.log", "/var/log/auth.log")


def mail_logs(facts: DeckyFacts) -> tuple[str, ...]:
    """The text logs that what is said of mail goes into."""
    if family_of(facts) == "redhat":
        return ("/var/log/maillog",)
    if family_of(facts) == "alpine":
        return ("/var/log/messages",)
    return ("/var/log/mail.log", "/var/log/syslog")


def streams_of(path: str, facts: DeckyFacts) -> tuple[str, ...]:
    """What goes into that file (``cron``, ``auth``, ``daemon``, ``syslog``); nothing for a file that is none of these logs."""
    match = _ROTATED.match(path.rpartition("/")[2])
    return _CONTENT[family_of(facts)].get(match.group(1), ()) if match else ()


def default_format(facts: DeckyFacts) -> str:
    """How that release writes the time where nothing says otherwise."""
    if family_of(facts) != "debian":
        return RFC3164
    return RFC3339 if release_of(facts) >= (24.04 if facts.os_id == "ubuntu" else 12) else RFC3164


def owner_mode(facts: DeckyFacts) -> tuple[int, int, int]:
    """uid, gid and mode of a log: Debian's belong to root:adm (Ubuntu's to syslog:adm), others to root alone."""
    if family_of(facts) == "redhat":
        return 0, 0, 0o600
    if family_of(facts) == "alpine":
        return 0, 0, 0o640
    daemon = facts.account("syslog") if facts.os_id == "ubuntu" else None
    return (daemon.uid if daemon else 0), 4, 0o640


def rotated_names(path: str, keep: int = 4) -> tuple[str, ...]:
    """The names of the kept ones, newest first: the first is plain, the others are compressed (``delaycompress``)."""
    return tuple(f"{path}.{number}" if number == 1 else f"{path}.{number}.gz" for number in range(1, keep + 1))


def daily_wait(facts: DeckyFacts, day: date) -> float:
    """How many seconds cron.daily waits on that day before it comes to logrotate."""
    rng = seeded_random("daily", facts.hostname, day.isoformat())
    return rng.uniform(2, _LONGEST_WAIT) if family_of(facts) == "debian" else rng.uniform(2, 9)


def rotation_due(path: str, facts: DeckyFacts, since: datetime, until: datetime) -> list[datetime]:
    """The moments (UTC) in ``(since, until]`` at which logrotate rotates that log; none where nothing would start it.

    From the host's start on a living cron does that itself.
    """
    if not streams_of(path, facts) or family_of(facts) == "alpine":
        return []
    end = min(until, writable_until(facts, until)).astimezone(timezone.utc)
    zone = zone_of(facts.timezone)
    day, due = since.astimezone(zone).date(), []
    while day <= end.astimezone(zone).date():
        moment = _rotation_on(day, facts) if day.weekday() == _SUNDAY else None
        if moment and since < moment <= end:
            due.append(moment)
        day += timedelta(days=1)
    return due


def writable_until(facts: DeckyFacts, now: datetime) -> datetime:
    """Until when lines may be written for this host: where its own cron and syslog daemon live, they write from its start on."""
    return min(facts.started_at, now) if facts.started_at and daemons_alive(facts) else now


def daemons_alive(facts: DeckyFacts) -> bool:
    """Whether the host's own cron and syslog daemon write its logs."""
    alive = set(facts.running)
    return bool(alive & {"cron", "crond"} and alive & {"rsyslogd", "syslogd", "syslog-ng"})


def _rotation_on(day: date, facts: DeckyFacts) -> datetime | None:
    zone = zone_of(facts.timezone)
    rng = seeded_random("rotation", facts.hostname, day.isoformat())
    if "systemd" in facts.running:
        # logrotate.timer fires at midnight, give or take the hour of accuracy that it allows systemd.
        host = seeded_random("logrotate.timer", facts.hostname).uniform(0, 3600)
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(timezone.utc)
        return midnight + timedelta(seconds=host + rng.uniform(0.2, 1.5))
    daily = runs_on([job for job in facts.crontabs if "cron.daily" in job.command], day, zone)
    if not daily:
        return None
    return daily[0][0] + timedelta(seconds=4.0 + daily_wait(facts, day) + rng.uniform(0.05, 0.8))
