# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The logs of a decky that is a directory rotate on a Sunday, although no command can run in it."""

from __future__ import annotations

import gzip
import os
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from .conftest import Fleet

QUIET: list[dict[str, Any]] = [{"decnet.realism.decoy_tick": {"weights": {"create": 0, "edit": 0}}}]
CRONTAB = """\
17 * * * * root cd / && run-parts --report /etc/cron.hourly
25 6 * * * root test -x /usr/sbin/anacron || run-parts /etc/cron.daily
"""
STATUS = 'logrotate state -- version 2\n"/var/log/syslog" 2026-11-1-0:0:0\n"/var/log/dpkg.log" 2026-11-1-0:0:0\n'
LOGS = ("auth.log", "cron.log", "syslog")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The root of a Debian 12 with empty logs."""
    root = tmp_path / "root"
    for folder in ("etc", "home", "var/log", "tmp"):
        (root / folder).mkdir(parents=True)
    (root / "etc/os-release").write_text('VERSION_ID="12"\nID=debian\n')
    (root / "etc/hostname").write_text("web-01\n")
    (root / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/bash\n")
    (root / "etc/crontab").write_text(CRONTAB)
    for name in LOGS:
        (root / "var/log" / name).touch(0o640)
    (root / "var/lib/logrotate").mkdir(parents=True)
    (root / "var/lib/logrotate/status").write_text(STATUS)
    return root


@pytest.fixture
def fleet(tmp_path: Path, root: Path) -> Fleet:
    """A fleet of the decky."""
    return Fleet(tmp_path, {"web-01": {"decoy_rootfs": str(root), "ansible_connection": "local"}})


def tick(fleet: Fleet, now: str) -> dict[str, Any]:
    result = fleet.results(QUIET, decoy_now=now, decoy_catch_up=24)["web-01"]
    assert not result.get("failed"), result
    return result


def test_two_sundays_leave_what_logrotate_leaves(fleet: Fleet, root: Path) -> None:
    logs = root / "var/log"
    tick(fleet, "2026-11-14T20:30:00Z")
    inodes = {name: (logs / name).stat().st_ino for name in LOGS}
    tick(fleet, "2026-11-15T10:30:00Z")
    assert {name: (logs / f"{name}.1").stat().st_ino for name in LOGS} == inodes
    tick(fleet, "2026-11-21T20:30:00Z")
    tick(fleet, "2026-11-22T10:30:00Z")
    assert sorted(os.listdir(logs)) == sorted(f"{name}{end}" for name in LOGS for end in ("", ".1", ".2.gz"))
    for name in LOGS:
        oldest = gzip.decompress((logs / f"{name}.2.gz").read_bytes()).decode()
        texts = [oldest, *((logs / f"{name}{end}").read_text() for end in (".1", ""))]
        days = [{line[:10] for line in text.splitlines()} for text in texts]
        assert min(days[0]) in ("2026-11-13", "2026-11-14") and max(days[0]) == min(days[1]) == "2026-11-15"
        assert max(days[1]) == min(days[2]) == max(days[2]) == "2026-11-22"
    texts = [(logs / f"syslog{end}").read_text() for end in (".1", "")]
    assert [text.count("rsyslogd was HUPed") for text in texts] == [1, 1]
    assert all(text.splitlines()[0].endswith("rsyslogd was HUPed") for text in texts)
    # The first line of the new log is of the second of the rotation, or of the next one.
    status = (root / "var/lib/logrotate/status").read_text().splitlines()
    assert status[:1] + status[2:3] == STATUS.splitlines()[:1] + STATUS.splitlines()[2:]
    entries = dict(line.split() for line in (*status[1:2], *status[3:]))
    assert list(entries) == ['"/var/log/syslog"', '"/var/log/auth.log"', '"/var/log/cron.log"']
    [entry] = set(entries.values())
    said = datetime.fromisoformat(texts[1].split()[0])
    assert said - datetime.strptime(f"{entry}+0000", "%Y-%m-%d-%H:%M:%S%z") < timedelta(seconds=1.05)
    assert re.fullmatch(r"2026-11-22-6:\d\d?:\d\d?", entry)
