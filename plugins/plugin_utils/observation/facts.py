# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what a decky is through its transport: a few directories, its start and its daemons.

What it means is in facts_parsing.
"""

from __future__ import annotations

from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.cronjobs import parse_crontab
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.log_naming import default_format
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import CronJob, DeckyFacts

from ..transports.base import Entry, Transport
from . import facts_parsing as parsing

#: The most that is read of one file of the decky.
_MAX_BYTES = 256 * 1024
_MAX_JOBS = 200
_SYSTEM_CRON, _USER_CRON, _LOGS = "/etc/cron.d", "/var/spool/cron/crontabs", "/var/log"
#: os-release is mostly a link into /usr/lib, which is far too much to read as a whole: /etc mostly tells the release as
#: well.
_LINKED_RELEASE = "/usr/lib/os-release"
_RELEASES = ("/etc/os-release", "/etc/lsb-release", "/etc/debian_version", "/etc/alpine-release")
_FILES = ("/etc/passwd", "/etc/hostname", "/etc/timezone", "/etc/crontab", "/etc/rsyslog.conf", *_RELEASES)


def read_facts(transport: Transport, name: str) -> DeckyFacts:
    """The facts of a decky. Raises DeckyUnreachable, TransportError."""
    listing = transport.list_directories([_SYSTEM_CRON, _USER_CRON, _LOGS])
    crontabs = [
        entry.path for folder in (_SYSTEM_CRON, _USER_CRON) for entry in listing[folder] if entry.kind == "file"
    ][:_MAX_JOBS]
    found = transport.read([*_FILES, *crontabs], _MAX_BYTES)
    release = parsing.release(*(_text(found[path]) for path in _RELEASES))
    if not release:
        release = parsing.os_release(_text(transport.read([_LINKED_RELEASE], _MAX_BYTES)[_LINKED_RELEASE]))
    jobs = _jobs(found, crontabs)
    version = release.get("VERSION_ID", "")
    os_id = release.get("ID", "linux")
    facts = DeckyFacts(
        hostname=parsing.hostname(_text(found["/etc/hostname"])) or name,
        timezone=parsing.timezone_name(_text(found["/etc/timezone"])),
        os_id=os_id,
        os_version=version,
        os_family=parsing.family(os_id, release.get("ID_LIKE", "")),
        accounts=parsing.accounts(_text(found["/etc/passwd"]), also={"syslog", *(job.user for job in jobs)}),
        log_files=parsing.paths(entry.path for entry in listing[_LOGS] if entry.kind == "file"),
        crontabs=jobs,
        running=parsing.daemons(transport.processes()),
        started_at=transport.started_at(),
        identity=transport.identity(),
    )
    return parsing.with_log_format(facts, default_format(facts), _text(found["/etc/rsyslog.conf"]))


def _jobs(found: dict[str, Entry | None], crontabs: list[str]) -> tuple[CronJob, ...]:
    jobs = list(parse_crontab(_text(found["/etc/crontab"]), "/etc/crontab"))
    for path in crontabs:
        folder, _slash, login = path.rpartition("/")
        jobs += parse_crontab(_text(found[path]), path, login if folder == _USER_CRON else None)
    return tuple(jobs[:_MAX_JOBS])


def _text(entry: Entry | None) -> str:
    """The content of a regular file; nothing for anything else, or for what is too long to be such a file."""
    if entry is None or entry.kind != "file" or entry.content is None:
        return ""
    return entry.content.decode("utf-8", "replace")
