# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines that are inserted into the end of a log while its daemon keeps writing it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.log_merging import merged
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.logformat import (
    RFC3164,
    RFC3339,
    render,
    zone_of,
)

ZONE = zone_of("Europe/Berlin")
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=timezone.utc)


def line(minute: float, text: str, shape: str = RFC3339) -> tuple[datetime, str]:
    moment = NOON + timedelta(minutes=minute)
    return moment, render(moment, "mail-01", "dovecot", text, ZONE, shape)


def log(*lines: tuple[datetime, str]) -> bytes:
    return "".join(f"{text}\n" for _moment, text in lines).encode()


@pytest.mark.parametrize("shape", [RFC3339, RFC3164])
def test_each_line_goes_to_its_place(shape: str) -> None:
    there = [line(minute, f"there {minute}", shape) for minute in (0, 10, 20, 30)]
    new = [line(minute, f"new {minute}", shape) for minute in (25, 10, 35)]
    tail = log(*there)
    merge = merged(tail, True, new, ZONE)
    assert merge is not None
    after = (tail[: merge.offset] + merge.content).decode().splitlines()
    assert [text.partition(": ")[2] for text in after] == [
        "there 0",
        "there 10",
        "new 10",
        "there 20",
        "new 25",
        "there 30",
        "new 35",
    ]
    # Nothing before the first new line is written again.
    assert tail[: merge.offset] == log(*there[:2]) and merge.last >= there[-1][0]
    assert merged((tail[: merge.offset] + merge.content), True, new, ZONE) is None


def test_a_line_from_before_what_is_seen_is_left_out() -> None:
    tail = b"rest of a line that was cut\n" + log(line(5, "first"))
    merge = merged(tail, False, [line(1, "too early"), line(6, "in time")], ZONE)
    assert merge is not None and merge.offset == len(tail) and merge.content == log(line(6, "in time"))
    assert merged(tail, False, [line(1, "too early")], ZONE) is None


def test_what_cannot_be_read_stays_with_the_line_before_it() -> None:
    tail = log(line(0, "one")) + b"\tat java.lang.Thread.run\n" + log(line(9, "two"))
    merge = merged(tail, True, [line(1, "between")], ZONE)
    assert (
        merge is not None
        and tail[: merge.offset].endswith(b"Thread.run\n")
        and merge.content == log(line(1, "between"), line(9, "two"))
    )


def test_an_empty_log_takes_all_and_a_strange_one_nothing() -> None:
    both = [line(2, "b"), line(1, "a")]
    merge = merged(b"", True, both, ZONE)
    assert merge is not None and (merge.offset, merge.content) == (0, log(*sorted(both)))
    assert merged(b"binary\n" * 3, True, both, ZONE) is None
    assert (
        merged(b"", False, both, ZONE) is None
        and merged(log(line(0, "x"))[:-1], True, both, ZONE) is None
        and merged(b"", True, [], ZONE) is None
    )


def test_control_characters_of_others_are_kept_as_they_are() -> None:
    tail = log(line(0, "one")) + b"\xff\xfe\x1b[31m\x0b\x0c\x85 odd\n" + log(line(9, "two"))
    merge = merged(tail, True, [line(3, "new")], ZONE)
    assert merge is not None
    after = tail[: merge.offset] + merge.content
    assert after.replace(log(line(3, "new")), b"") == tail
