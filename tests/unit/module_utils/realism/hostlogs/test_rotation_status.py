# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""logrotate's status file has the time of each rotation; a file that contradicts the logs is a tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.rotation_status import (
    status_entry,
    status_path,
    with_entries,
)
from builders.logged_decky import FACTS

STATUS = b"""logrotate state -- version 2
"/var/log/syslog" 2026-11-15-6:45:2
"/var/log/syslog-extra" 2026-11-15-6:45:2
"/var/log/na\xefve.log" 2026-3-1-0:0:0
"""


def test_the_time_is_local_and_not_padded() -> None:
    moment = datetime(2026, 3, 1, 23, 4, 5, 999999, tzinfo=timezone.utc)
    assert status_entry("/var/log/syslog", moment, FACTS) == '"/var/log/syslog" 2026-3-2-0:4:5'


def test_the_path_is_that_of_the_distribution() -> None:
    assert status_path(FACTS) == "/var/lib/logrotate/status"
    redhat = replace(FACTS, os_family="RedHat", os_id="rocky")
    assert status_path(redhat) == "/var/lib/logrotate/logrotate.status"


def test_a_known_log_gets_the_new_time_and_a_new_one_a_line_and_all_else_stays() -> None:
    entries = ['"/var/log/syslog" 2026-11-22-6:41:9', '"/var/log/cron.log" 2026-11-22-6:41:9']
    assert with_entries(STATUS, entries) == (
        STATUS.replace(b'log/syslog" 2026-11-15-6:45:2', b'log/syslog" 2026-11-22-6:41:9')
        + b'"/var/log/cron.log" 2026-11-22-6:41:9\n'
    )
    assert with_entries(STATUS, []) == STATUS


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"rotten", STATUS[:-1], STATUS.replace(b"version 2", b"version 1"), b"\x00" * 100, STATUS[10:]],
)
def test_what_is_no_status_file_is_left_alone(content: bytes) -> None:
    assert with_entries(content, ['"/var/log/syslog" 2026-11-22-6:41:9']) is None
