# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An in-memory Debian host: the files from which a decky's facts are read, with empty homes and logs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone

from .tree import Node, Tree

LOGS = ("/var/log/auth.log", "/var/log/cron.log", "/var/log/syslog")
MAIL_LOG = "/var/log/mail.log"
#: The moment of the installation, in nanoseconds since the epoch.
INSTALLED = int(datetime(2025, 11, 3, 9, 12, 44, tzinfo=timezone.utc).timestamp()) * 1_000_000_000 + 218_554_031
FIRST_UID = 1000
_CRONTAB = """\
SHELL=/bin/sh
PATH=/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:/usr/bin

17 *	* * *	root	cd / && run-parts --report /etc/cron.hourly
25 6	* * *	root	test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }
47 6	* * 7	root	test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.weekly; }
52 6	1 * *	root	test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.monthly; }
"""
_RELEASE = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n'
_STATUS = 'logrotate state -- version 2\n"/var/log/syslog" 2025-11-3-9:12:51\n'


def debian(name: str, logins: Sequence[str], timezone_name: str = "Etc/UTC", mail_log: bool = False) -> Tree:
    """A host with an account and a home for each login. Their uids begin at FIRST_UID."""
    tree = Tree()
    lines = ["root:x:0:0:root:/root:/bin/bash", "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin"]
    for folder, mode in (("/root", 0o700), ("/tmp", 0o1777), ("/var/spool/cron/crontabs", 0o1730)):
        tree.directory(folder, mode=mode)
    for uid, login in enumerate(logins, FIRST_UID):
        lines.append(f"{login}:x:{uid}:{uid}::/home/{login}:/bin/bash")
        tree.directory(f"/home/{login}", uid, uid, 0o750)
    for path, text in (
        ("/etc/passwd", "\n".join(lines) + "\n"),
        ("/etc/hostname", f"{name}\n"),
        ("/etc/timezone", f"{timezone_name}\n"),
        ("/etc/os-release", _RELEASE),
        ("/etc/crontab", _CRONTAB),
        ("/var/lib/logrotate/status", _STATUS),
    ):
        tree.file(path, text, mtime_ns=INSTALLED)
    for path in (*LOGS, *((MAIL_LOG,) if mail_log else ())):
        tree.file(path, b"", 0, 4, 0o640, INSTALLED)
    for node in tree.nodes.values():
        if node.kind == "directory":
            node.mtime_ns = node.atime_ns = INSTALLED
    return tree


def link_home(tree: Tree, login: str, target: str) -> Node:
    """Replaces a home with a link, as an intruder would."""
    tree.take(f"/home/{login}")
    return tree.link(f"/home/{login}", target)
