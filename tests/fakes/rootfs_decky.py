# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A decky that is a directory of the test, and a task on it with the real transport and ledger."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.observation.context import TaskContext
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import Transport
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rootfs import RootfsTransport

from .snapshots import CRONTAB, LOGS, MAIL_LOG, NOW, PEOPLE

#: The group of all files in the directory. The tests need not run as root.
GID = os.getgid()


def make_root(root: Path) -> Path:
    """A small Debian with homes of the three personas and logs. All files belong to the user of the test."""
    passwd = [f"{person.login}:x:{os.getuid()}:{GID}::/home/{person.login}:/bin/sh" for person in PEOPLE]
    files = {
        "etc/passwd": "\n".join(["root:x:0:0::/root:/bin/sh", *passwd, ""]),
        "etc/hostname": "web-01\n",
        "etc/os-release": 'ID=debian\nVERSION_ID="12"\n',
        "etc/crontab": CRONTAB,
        **{path[1:]: "" for path in (*LOGS, MAIL_LOG)},
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    for person in PEOPLE:
        (root / "home" / person.login).mkdir(parents=True)
    return root


def task_on(root: Path, ledger: Ledger, transport: Transport | None = None, **overrides: Any) -> TaskContext:
    """A task at :data:`NOW` on the decky. ``overrides`` replace its fields; their ``options`` extend the usual ones."""
    way = transport or RootfsTransport("web-01", str(root))
    options = {"facts_max_age": 6.0, "weights": {"user_share": 1.0}, **overrides.pop("options", {})}
    known = {
        "name": "web-01",
        "now": NOW,
        "check": False,
        "seed": "seed",
        "options": options,
        "ledger": ledger,
        "transport": way,
        "mail_transports": (way,),
        "personas": PEOPLE,
        "services": ("ssh",),
        "fleet": ("web-01",),
        "find_peers": tuple,
    }
    return TaskContext(**{**known, **overrides})
