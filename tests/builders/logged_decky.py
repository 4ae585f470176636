# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A decky with known crontabs, and the lines of its logs over the three days before one moment."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.cronjobs import parse_crontab
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.logformat import parse
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.logstream import lines_between
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Account, Decky, DeckyFacts

CRONTAB = """17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly
25 6\t* * *\troot\ttest -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }
47 6\t* * 7\troot\ttest -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.weekly; }
"""
JOBS = parse_crontab(CRONTAB, "/etc/crontab") + parse_crontab(
    "*/20 * * * * ann bin/poll\n17 9 * * * nosuchuser x\n", "/etc/cron.d/poll"
)
LOGS = ("/var/log/auth.log", "/var/log/cron.log", "/var/log/syslog")
FACTS = DeckyFacts(
    "web-01", "Europe/Berlin", accounts=(Account("ann", 1000, 1000, "/home/ann"),), crontabs=JOBS, log_files=LOGS
)
DECKY = Decky("web-01", FACTS)
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 6, 30, 12, 250_000, timezone.utc)
CMD = re.compile(r"\((\w+)\) CMD \((.*)\)")
SYSLOG, CRON, AUTH = "/var/log/syslog", "/var/log/cron.log", "/var/log/auth.log"


def lines(path: str, hours: float = 72, decky: Decky = DECKY, now: datetime = NOW) -> list[str]:
    return lines_between("seed", decky, path, now - timedelta(hours=hours), now)


def read(line: str) -> tuple[datetime, int, str]:
    known = parse(line, NOW, BERLIN)
    assert known is not None, line
    return known.moment, known.pid or 0, known.message
