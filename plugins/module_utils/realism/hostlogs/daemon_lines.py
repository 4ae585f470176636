# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Log events of daemons other than cron: systemd where it runs, and rsyslogd when its logs are rotated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from ..corpora import load
from ..model.decky import DeckyFacts
from ..model.seeded_random import seeded_random
from .log_naming import family_of, release_of, rotation_due
from .logformat import zone_of
from .pids import ProcessNumbers

#: The time from the renaming of the logs to the first line of the new log, in which rsyslogd reports its HUP.
HUP_DELAY = timedelta(milliseconds=40)


@dataclass(frozen=True)
class LogEvent:
    """One log event. Every file of its ``stream`` records it. ``pid`` is None for a tag without a process number."""

    moment: datetime
    stream: str
    program: str
    pid: int | None
    message: str


def daemon_events(facts: DeckyFacts, day: date, numbers: ProcessNumbers) -> Iterator[LogEvent]:
    """The events of the host's local ``day``, in no particular order."""
    zone = zone_of(facts.timezone)
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(timezone.utc)
    for moment in rotation_due(
        "/var/log/messages" if family_of(facts) == "redhat" else "/var/log/syslog",
        facts,
        midnight,
        midnight + timedelta(days=1),
    ):
        if moment.astimezone(zone).date() == day:
            message = _hup_message(facts, numbers.daemon("rsyslogd", moment))
            yield LogEvent(moment + HUP_DELAY, "syslog", "rsyslogd", None, message)
    if "systemd" in facts.running and family_of(facts) == "debian":
        for timer in _corpus()["timers"]:
            yield from _timer_events(timer, facts, day)


def _hup_message(facts: DeckyFacts, pid: int) -> str:
    """The message of rsyslogd after a HUP, with the version that the release ships."""
    versions = _corpus()["rsyslog"]
    releases = versions.get(facts.os_id, {})
    version = releases.get(facts.os_version) or releases.get(facts.os_version.partition(".")[0]) or versions["default"]
    origin = f'origin software="rsyslogd" swVersion="{version}" x-pid="{pid}" x-info="https://www.rsyslog.com"'
    return f"[{origin}] rsyslogd was HUPed"


def _timer_events(timer: dict[str, Any], facts: DeckyFacts, day: date) -> Iterator[LogEvent]:
    """The events of one timer's service on one day: start, deactivation and end."""
    if timer.get("weekday", day.weekday()) != day.weekday() or (
        facts.os_id == "debian" and release_of(facts) < timer.get("since", 0)
    ):
        return
    unit, about = timer["unit"], timer["about"]
    rng = seeded_random("timer", unit, facts.hostname, day.isoformat())
    when = (rng if timer.get("daily") else seeded_random("timer", unit, facts.hostname)).uniform(
        0, timer["spread"]
    ) + rng.uniform(0.01, 0.9)
    if unit == "logrotate" and (rotations := rotation_due("/var/log/syslog", facts, *_bounds(day, facts))):
        start = rotations[0] - timedelta(seconds=rng.uniform(0.02, 0.2))
    else:
        hour, minute = (int(part) for part in timer["at"].split(":"))
        wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone_of(facts.timezone))
        start = wall.astimezone(timezone.utc) + timedelta(seconds=when)
    end = start + timedelta(seconds=rng.uniform(*timer["runs"]) + 0.3 * (unit == "logrotate"))
    ubuntu, release = facts.os_id == "ubuntu", release_of(facts)
    # systemd names the unit before its description since 250, and logs Deactivated for Succeeded since 248.
    name = f"{unit}.service - {about}" if release >= (24.04 if ubuntu else 12) else about
    ended = "Deactivated successfully." if release >= (22.04 if ubuntu else 12) else "Succeeded."
    yield LogEvent(start, "daemon", "systemd", 1, f"Starting {name}...")
    yield LogEvent(end, "daemon", "systemd", 1, f"{unit}.service: {ended}")
    yield LogEvent(end + timedelta(microseconds=rng.randint(110, 480)), "daemon", "systemd", 1, f"Finished {name}.")


def _bounds(day: date, facts: DeckyFacts) -> tuple[datetime, datetime]:
    """The first moment of the host's local day and of the next one, in UTC."""
    zone = zone_of(facts.timezone)
    first, following = (
        datetime(each.year, each.month, each.day, tzinfo=zone) for each in (day, day + timedelta(days=1))
    )
    return first.astimezone(timezone.utc), following.astimezone(timezone.utc)


def _corpus() -> dict[str, Any]:
    """The data file ``daemons.yml``."""
    return load("daemons")
