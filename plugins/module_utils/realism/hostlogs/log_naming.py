# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The logs of a host by its family and release: names, owners, streams and times of rotation."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from ..model.decky import DeckyFacts
from ..model.seeded_random import seeded_random
from .cronjobs import runs_on
from .logformat import RFC3164, RFC3339, zone_of

#: The streams of each log, by family. On Debian, ``auth`` reaches auth.log only (``*.*;auth,authpriv.none`` is syslog).
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
#: logrotate's ``weekly`` means Sunday by default.
_SUNDAY = 6
#: apt's daily job runs before logrotate in run-parts and first waits up to half an hour; in seconds.
_LONGEST_WAIT = 1800


def family_of(facts: DeckyFacts) -> str:
    """The family by whose conventions the host keeps its logs: ``debian``, ``redhat`` or ``alpine``."""
    names = f"{facts.os_family} {facts.os_id}".lower()
    if "alpine" in names:
        return "alpine"
    if any(name in names for name in ("redhat", "rhel", "centos", "fedora", "rocky", "alma", "amzn", "oracle")):
        return "redhat"
    return "debian"


def release_of(facts: DeckyFacts) -> float:
    """The release as a number (``22.04``); 99.0, a very new one, where it is unknown."""
    match = re.match(r"\d{1,4}(?:\.\d{1,3})?", facts.os_version, re.ASCII)
    return float(match.group()) if match else 99.0


def log_names(facts: DeckyFacts) -> tuple[str, ...]:
    """The text logs of cron and daemons that the host's own syslog daemon keeps by default."""
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
    """The text logs that record mail."""
    if family_of(facts) == "redhat":
        return ("/var/log/maillog",)
    if family_of(facts) == "alpine":
        return ("/var/log/messages",)
    return ("/var/log/mail.log", "/var/log/syslog")


def streams_of(path: str, facts: DeckyFacts) -> tuple[str, ...]:
    """The streams of a log (``cron``, ``auth``, ``daemon``, ``syslog``); empty for any other file."""
    match = _ROTATED.match(path.rpartition("/")[2])
    return _CONTENT[family_of(facts)].get(match.group(1), ()) if match else ()


def default_format(facts: DeckyFacts) -> str:
    """The time format that the release uses by default."""
    if family_of(facts) != "debian":
        return RFC3164
    return RFC3339 if release_of(facts) >= (24.04 if facts.os_id == "ubuntu" else 12) else RFC3164


def owner_mode(facts: DeckyFacts) -> tuple[int, int, int]:
    """The uid, gid and mode of a log: root:adm on Debian, syslog:adm on Ubuntu, root:root elsewhere."""
    if family_of(facts) == "redhat":
        return 0, 0, 0o600
    if family_of(facts) == "alpine":
        return 0, 0, 0o640
    daemon = facts.account("syslog") if facts.os_id == "ubuntu" else None
    return (daemon.uid if daemon else 0), 4, 0o640


def rotated_names(path: str, keep: int = 4) -> tuple[str, ...]:
    """The names of the rotated logs, newest first. All but the first are compressed (``delaycompress``)."""
    return tuple(f"{path}.{number}" if number == 1 else f"{path}.{number}.gz" for number in range(1, keep + 1))


def daily_wait(facts: DeckyFacts, day: date) -> float:
    """The seconds from the start of cron.daily to that of logrotate on a day."""
    rng = seeded_random("daily", facts.hostname, day.isoformat())
    return rng.uniform(2, _LONGEST_WAIT) if family_of(facts) == "debian" else rng.uniform(2, 9)


def rotation_due(path: str, facts: DeckyFacts, since: datetime, until: datetime) -> list[datetime]:
    """The moments (UTC) in ``(since, until]`` at which logrotate rotates the log; empty where nothing starts logrotate.

    Where the host's own cron runs, it starts logrotate itself after the start of the host.
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
    """The moment up to which lines are generated for this host.

    Where its own cron and syslog daemon run, they write the lines after its start.
    """
    return min(facts.started_at, now) if facts.started_at and daemons_alive(facts) else now


def daemons_alive(facts: DeckyFacts) -> bool:
    """Whether both cron and a syslog daemon run on the host."""
    alive = set(facts.running)
    return bool(alive & {"cron", "crond"} and alive & {"rsyslogd", "syslogd", "syslog-ng"})


def _rotation_on(day: date, facts: DeckyFacts) -> datetime | None:
    """The moment (UTC) at which logrotate runs on a day; None where no cron job starts it."""
    zone = zone_of(facts.timezone)
    rng = seeded_random("rotation", facts.hostname, day.isoformat())
    if "systemd" in facts.running:
        # logrotate.timer elapses at midnight, with an accuracy of one hour.
        host = seeded_random("logrotate.timer", facts.hostname).uniform(0, 3600)
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(timezone.utc)
        return midnight + timedelta(seconds=host + rng.uniform(0.2, 1.5))
    daily = runs_on([job for job in facts.crontabs if "cron.daily" in job.command], day, zone)
    if not daily:
        return None
    return daily[0][0] + timedelta(seconds=4.0 + daily_wait(facts, day) + rng.uniform(0.05, 0.8))
