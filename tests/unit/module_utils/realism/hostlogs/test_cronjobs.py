# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Crontabs are read as Vixie's cron reads them. A wrong minute in a log is easy to compare with the crontab."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.cronjobs import (
    MAX_JOBS,
    logged,
    parse_crontab,
    parse_schedule,
    runs_on,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import CronJob

UTC = ZoneInfo("Etc/UTC")
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def runs(schedule: str, start: str, end: str, zone: ZoneInfo = UTC) -> list[str]:
    """The local times in ``(start, end]`` at which a job with the schedule runs."""
    job, first, last = CronJob("/etc/crontab", "root", schedule, "x"), at(start), at(end)
    day = first.astimezone(zone).date()
    days = [day + timedelta(days=step) for step in range((last.astimezone(zone).date() - day).days + 1)]
    found = [moment for each in days for moment, _job in runs_on([job], each, zone) if first < moment <= last]
    return [moment.astimezone(zone).strftime("%d %H:%M") for moment in found]


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("17 * * * *", ["02 00:17", "02 01:17", "02 02:17"]),
        ("*/20 1 * * *", ["02 01:00", "02 01:20", "02 01:40"]),
        ("5,10-12 2 * * *", ["02 02:05", "02 02:10", "02 02:11", "02 02:12"]),
        (
            "0-30/15 0 * * mon",
            ["02 00:15", "02 00:30"],
        ),  # the 2nd of March 2026 is a Monday; 00:00 is not after the start
        ("0 1 * mar 1-5", ["02 01:00"]),
        ("0 1 * * 7", []),
        ("0 1 15 * 1", ["02 01:00"]),  # both days restricted: either will do
        ("0 1 15 * *", []),
        ("0 1 */2 * mon", []),  # a star with a step is a star: both must match, and the 2nd is no odd day
        ("@hourly", ["02 01:00", "02 02:00", "02 03:00"]),
        ("@reboot", []),
    ],
)
def test_a_schedule_runs_at_its_minutes(schedule: str, expected: list[str]) -> None:
    assert runs(schedule, "2026-03-02T00:00:00", "2026-03-02T03:00:00") == expected


def test_when_the_clock_jumps_a_fixed_job_is_made_up_for_and_a_wildcard_one_is_not() -> None:
    assert runs("30 2 * * *", "2026-03-28T23:00:00", "2026-03-29T10:00:00", BERLIN) == ["29 03:00"]
    assert runs("30 * * * *", "2026-03-28T23:00:00", "2026-03-29T02:00:00", BERLIN) == [
        "29 00:30",
        "29 01:30",
        "29 03:30",
    ]


def test_when_the_clock_is_put_back_only_a_wildcard_job_runs_twice() -> None:
    assert runs("30 2 * * *", "2026-10-24T23:00:00", "2026-10-25T10:00:00", BERLIN) == ["25 02:30"]
    assert runs("30 * * * *", "2026-10-24T23:45:00", "2026-10-25T02:00:00", BERLIN) == ["25 02:30", "25 02:30"]


def test_a_system_crontab_names_its_users_and_a_users_own_does_not() -> None:
    text = (
        "SHELL=/bin/sh\n# 1 * * * * root no\n"
        "17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly\n@daily www-data sweep\n"
    )
    assert parse_crontab(text, "/etc/crontab") == (
        CronJob("/etc/crontab", "root", "17 * * * *", "cd / && run-parts --report /etc/cron.hourly"),
        CronJob("/etc/crontab", "www-data", "@daily", "sweep"),
    )
    assert (
        parse_crontab("*/5 * * * * bin/poll  -q\n", "/var/spool/cron/crontabs/ann", "ann")[0].command == "bin/poll  -q"
    )


def test_the_blanks_that_cron_logs_are_kept() -> None:
    """Debian before 12 has four blanks after the user's name in /etc/crontab and three in the log."""
    assert parse_crontab("17 * * * * root    cd /\n", "/etc/crontab")[0].command == "   cd /"


@pytest.mark.parametrize("name", [".placeholder", "php.dpkg-old", "backup~", "a.b"])
def test_files_that_cron_does_not_read_give_no_jobs(name: str) -> None:
    assert parse_crontab("* * * * * root x\n", f"/etc/cron.d/{name}") == ()


@pytest.mark.parametrize(
    "line",
    [
        "60 * * * * root x",
        "* 24 * * * root x",
        "* * 0 * * root x",
        "* * * 13 * root x",
        "* * * * 8 root x",
        "*/0 * * * * root x",
        "5/5 * * * * root x",
        "9-3 * * * * root x",
        "* * * * root",
        "@sometimes root x",
        "* * * * * ro/ot x",
        "* * * * * root \x1b[2Jx",
        "* * * * * root " + "x" * 501,
        "1" * 5000,
        "*" + ",*" * 300 + " * * * * root x",
    ],
)
def test_hostile_and_broken_lines_are_skipped_and_the_rest_is_read(line: str) -> None:
    assert [job.command for job in parse_crontab(f"{line}\n1 1 * * * root good\n", "/etc/crontab")] == ["good"]


def test_a_crontab_without_end_gives_a_bounded_number_of_jobs() -> None:
    assert len(parse_crontab("* * * * * root x\n" * 100_000, "/etc/crontab")) == MAX_JOBS


def test_commands_are_shown_as_cron_shows_them() -> None:
    """The first case was seen in the log of cron 3.0pl1-162 on Debian 12."""
    assert logged("  printf a\tb; sleep 1 % x") == "  printf a^Ib; sleep 1 "
    assert logged(r"date +\%F") == "date +%F"
    assert logged("echo é") == r"echo \303\251"


def test_a_schedule_that_is_no_schedule_is_none() -> None:
    assert parse_schedule("@reboot") is None and parse_schedule("* * * *") is None
