# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines are written and parsed in both formats. After a misread line, a log goes back in time."""

from __future__ import annotations

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.logformat import (
    RFC3164,
    RFC3339,
    last_moment,
    last_pid,
    parse,
    render,
    stamp,
    zone_of,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 6, 30, tzinfo=timezone.utc)
MODERN = "2026-11-24T07:17:01.482113+01:00 web-01 CRON[4711]: (root) CMD (x)"
CLASSIC = "Nov  3 07:05:01 web-01 CRON[4711]: (root) CMD (x)"


@pytest.mark.parametrize(
    ("moment", "log_format", "expected"),
    [
        (datetime(2026, 11, 24, 6, 17, 1, 482113, timezone.utc), RFC3339, "2026-11-24T07:17:01.482113+01:00"),
        (datetime(2026, 11, 24, 6, 17, 1, 0, timezone.utc), RFC3339, "2026-11-24T07:17:01.000000+01:00"),
        (datetime(2026, 7, 3, 6, 17, 1, 9, timezone.utc), RFC3164, "Jul  3 08:17:01"),
        (datetime(2026, 12, 31, 23, 0, 1, 9, timezone.utc), RFC3164, "Jan  1 00:00:01"),
    ],
)
def test_times_are_the_deckys_own(moment: datetime, log_format: str, expected: str) -> None:
    assert stamp(moment, BERLIN, log_format) == expected


@pytest.mark.parametrize(("line", "log_format"), [(MODERN, RFC3339), (CLASSIC, RFC3164)])
def test_what_is_read_is_written_the_same(line: str, log_format: str) -> None:
    entry = parse(line, NOW, BERLIN)
    assert entry and (entry.host, entry.program, entry.pid, entry.message) == (
        "web-01",
        "CRON",
        4711,
        "(root) CMD (x)",
    )
    assert render(entry.moment, entry.host, f"{entry.program}[{entry.pid}]", entry.message, BERLIN, log_format) == line


def test_a_line_without_a_year_has_the_last_one_that_is_past() -> None:
    assert last_moment(CLASSIC, NOW, BERLIN) == datetime(2026, 11, 3, 7, 5, 1, tzinfo=BERLIN)
    assert last_moment("Dec 31 23:59:59 h x: y", NOW, BERLIN) == datetime(2025, 12, 31, 23, 59, 59, tzinfo=BERLIN)
    assert last_moment("Feb 29 12:00:00 h x: y", NOW, BERLIN) == datetime(2024, 2, 29, 12, tzinfo=BERLIN)


def test_a_time_that_came_twice_is_the_later_one() -> None:
    moment = last_moment("Oct 25 02:30:00 h x: y", NOW, BERLIN)
    assert moment and moment.astimezone(timezone.utc) == datetime(2026, 10, 25, 1, 30, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0\n",
        "Xyz  3 07:05:01 h x: y",
        "Feb 30 07:05:01 h x: y",
        "2026-13-01T00:00:00+00:00 h x: y",
        "no log at all",
    ],
)
def test_what_is_no_line_is_passed_over(text: str) -> None:
    assert last_moment(text, NOW, BERLIN) is None
    assert last_moment(f"{MODERN}\n{text}", NOW, BERLIN) == datetime(2026, 11, 24, 6, 17, 1, 482113, timezone.utc)


def test_the_last_number_is_that_of_a_short_lived_process() -> None:
    assert last_pid(f"{MODERN}\n2026-11-24T07:20:01.0+01:00 web-01 systemd[1]: Started.\n") == 4711
    assert last_pid("2026-11-24T07:20:01.0+01:00 web-01 dbus[88]: x\n") == 88
    wrap = "2026-11-24T07:19:01.0+01:00 h CRON[32760]: a\n2026-11-24T07:20:01.0+01:00 h CRON[310]: b\n"
    assert last_pid(wrap) == 310
    assert last_pid("nothing") is None


def test_an_unknown_zone_is_utc() -> None:
    assert [zone_of(name).utcoffset(NOW) for name in ("Mars/Olympus", "../../etc/passwd", "")] == [
        ZoneInfo("Etc/UTC").utcoffset(NOW)
    ] * 3
