# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The logs of a decky without running daemons have no gaps, and rotate when logrotate would rotate them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from .conftest import Fleet, visit

QUIET: list[dict[str, Any]] = [{"decnet.realism.decoy_tick": {"weights": {"create": 0, "edit": 0}}}]
HOURLY = re.compile(
    r"^(\S+) \S+ CRON\[\d+\]: \(root\) CMD \(cd / && run-parts --report /etc/cron.hourly\)$", re.MULTILINE
)


@pytest.fixture
def logging(fleet: Fleet) -> Fleet:
    """A fleet of one decky with Debian's crontab and an empty cron.log."""
    [fleet.hosts.pop(name) for name in fleet.names[1:]]
    crontab = (
        r"17 * * * * root cd / && run-parts --report /etc/cron.hourly\n"
        r"25 6 * * * root test -x /usr/sbin/anacron || run-parts /etc/cron.daily\n"
    )
    fleet.sh(
        fleet.names[0],
        f"rm -f /var/log/cron.log* /var/log/syslog*; printf '{crontab}' > /etc/crontab; touch /var/log/cron.log",
    )
    return fleet


def hours(text: str) -> list[datetime]:
    """The moments of the hourly job, to the minute."""
    return [datetime.fromisoformat(stamp).replace(second=0, microsecond=0) for stamp in HOURLY.findall(text)]


def test_a_visit_leaves_no_gap_in_the_cron_log(logging: Fleet) -> None:
    """Fails if lines that became due during a visit are never written: cron runs every hour."""
    name = logging.names[0]
    logging.results(QUIET, decoy_now="2026-11-17T09:30:00Z", decoy_catch_up=3)
    with visit(logging, name):
        before = logging.sh(name, "cat /var/log/cron.log")
        assert "somebody" in logging.results(QUIET, decoy_now="2026-11-17T11:30:00Z")[name]["quiet"]
        assert logging.sh(name, "cat /var/log/cron.log") == before
    logging.results(QUIET, decoy_now="2026-11-17T12:30:00Z")
    text = logging.sh(name, "cat /var/log/cron.log")
    assert text.startswith(before)
    assert [moment.hour for moment in hours(text)] == [7, 8, 9, 10, 11, 12]


def test_a_visit_before_the_first_line_leaves_no_gap(logging: Fleet) -> None:
    """A visitor is present at the very first tick. Lines that became due before it are written later."""
    name = logging.names[0]
    with visit(logging, name):
        logging.results([{"decnet.realism.decoy_facts": {}}], decoy_now="2026-11-17T09:29:00Z")
        assert "somebody" in logging.results(QUIET, decoy_now="2026-11-17T09:30:00Z", decoy_catch_up=3)[name]["quiet"]
    logging.results(QUIET, decoy_now="2026-11-17T11:30:00Z")
    assert [moment.hour for moment in hours(logging.sh(name, "cat /var/log/cron.log"))] == [7, 8, 9, 10, 11]


def test_lines_from_before_a_rotation_stay_in_the_log_that_is_rotated(logging: Fleet) -> None:
    """On Sunday after cron.daily, the earlier lines are in cron.log.1 and none of them is in the new log."""
    name = logging.names[0]
    logging.results(QUIET, decoy_now="2026-11-21T20:30:00Z", decoy_catch_up=3)
    logging.results(QUIET, decoy_now="2026-11-22T10:30:00Z")
    old, new = (hours(logging.sh(name, f"cat /var/log/{log}")) for log in ("cron.log.1", "cron.log"))
    assert [moment.hour for moment in old] == [18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4, 5, 6]
    assert [moment.hour for moment in new] == [7, 8, 9, 10]
