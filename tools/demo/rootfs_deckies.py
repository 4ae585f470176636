# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's deckies as directories, for machines without a Docker Engine.

They are unpacked from Debian's packages if possible.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import datetime, timezone
from pathlib import Path

import accounts
from fleet import STATE, TOP, DemoDecky, Fleet, say

ROOT = STATE / "rootfs"
_BASE = TOP / ".cache" / "decky" / "base.tar"
_CRONTAB = """\
# /etc/crontab: system-wide crontab
SHELL=/bin/sh
PATH=/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:/usr/bin

17 *	* * *	root	cd / && run-parts --report /etc/cron.hourly
25 6	* * *	root	test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }
47 6	* * 7	root	test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.weekly; }
52 6	1 * *	root	test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.monthly; }
"""
_OS_RELEASE = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n'
_DATABASES = {
    "passwd": "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n",
    "group": "root:x:0:\nadm:x:4:\nsudo:x:27:\nusers:x:100:\n",
    "shadow": "root:*:19500:0:99999:7:::\ndaemon:*:19500:0:99999:7:::\n",
    "gshadow": "root:*::\nadm:*::\nsudo:*::\nusers:*::\n",
}


def present(fleet: Fleet) -> set[str]:
    """The names of the existing deckies."""
    return {decky.name for decky in fleet.deckies if (ROOT / decky.name / "etc" / "passwd").exists()}


def start(fleet: Fleet) -> None:
    """Creates every decky."""
    remove()
    whole = _whole_system()
    for decky in fleet.deckies:
        root = ROOT / decky.name
        root.mkdir(parents=True)
        if whole:
            subprocess.run(
                ["tar", "-C", str(root), "--numeric-owner", "-xpf", str(_BASE), "--exclude=./dev/*"],
                check=True,
                timeout=300,
            )
        _furnish(root, decky)
        say(f"  {decky.name} is {root.relative_to(TOP)}, with {', '.join(person.login for person in decky.people)}")


def remove() -> None:
    """Removes the directories."""
    shutil.rmtree(ROOT, ignore_errors=True)


def _whole_system() -> bool:
    if os.geteuid() != 0:
        say("  not root: the deckies have a skeleton of /etc, /home and /var/log, and every file belongs to you")
        return False
    done = subprocess.run(
        [str(TOP / "tools" / "decky" / "build"), "--tree"], stdout=subprocess.DEVNULL, timeout=1800, check=False
    )
    if done.returncode:
        say("  no Debian to unpack: the deckies have a skeleton of /etc, /home and /var/log")
    return done.returncode == 0


def _furnish(root: Path, decky: DemoDecky) -> None:
    mine = os.geteuid() == 0
    for folder in ("etc/cron.d", "etc/skel", "home", "root", "tmp", "usr/bin", "var/log", "var/spool/cron/crontabs"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "tmp").chmod(0o1777)
    for name, text in _DATABASES.items():
        _keep(root / "etc" / name, text)
    if not (root / "etc/os-release").exists() and not (root / "etc/os-release").is_symlink():
        (root / "etc/os-release").write_text(_OS_RELEASE, encoding="utf-8")
    _keep(root / "etc/crontab", _CRONTAB)
    (root / "etc/hostname").write_text(f"{decky.name}\n", encoding="utf-8")
    (root / "etc/timezone").write_text(f"{decky.timezone}\n", encoding="utf-8")
    (root / "etc/localtime").unlink(missing_ok=True)
    (root / "etc/localtime").symlink_to(f"/usr/share/zoneinfo/{decky.timezone}")
    databases = {name: (root / "etc" / name).read_text(encoding="utf-8") for name in accounts.DATABASES}
    uids = accounts.numbered(decky.people) if mine else [(os.geteuid(), os.getegid())] * len(decky.people)
    for name, text in accounts.add_people(databases, decky.people, datetime.now(timezone.utc).date(), uids).items():
        (root / "etc" / name).write_text(text, encoding="utf-8")
    for person, (uid, gid) in zip(decky.people, uids, strict=True):
        _make_home(root, person.login, uid, gid)
    for log in ("syslog", "auth.log", "cron.log"):
        path = root / "var/log" / log
        path.touch(0o640)
        if mine:
            os.chown(path, 0, 4)


def _make_home(root: Path, login: str, uid: int, gid: int) -> None:
    home = root / "home" / login
    home.mkdir(mode=accounts.HOME_MODE)
    for source in sorted((root / "etc/skel").iterdir()):
        shutil.copyfile(source, home / source.name)
        os.chown(home / source.name, uid, gid)
    os.chown(home, uid, gid)


def _keep(path: Path, text: str) -> None:
    if not path.exists():
        path.write_text(text, encoding="utf-8")
