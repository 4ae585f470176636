# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the facts of a decky through its transport: a few files and directories, its start time, and its processes.

The module facts_parsing interprets them.
"""

from __future__ import annotations

from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.cronjobs import parse_crontab
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.log_naming import default_format
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import CronJob, DeckyFacts

from ..transports.base import Entry, Transport
from . import facts_parsing as parsing

#: The most bytes that are read of one file.
_MAX_BYTES = 256 * 1024
_MAX_JOBS = 200
_SYSTEM_CRON, _USER_CRON, _LOGS = "/etc/cron.d", "/var/spool/cron/crontabs", "/var/log"
#: The usual target of the link /etc/os-release. It is read only where no file in /etc names the release.
_LINKED_RELEASE = "/usr/lib/os-release"
_RELEASES = ("/etc/os-release", "/etc/lsb-release", "/etc/debian_version", "/etc/alpine-release")
_FILES = ("/etc/passwd", "/etc/hostname", "/etc/timezone", "/etc/crontab", "/etc/rsyslog.conf", *_RELEASES)


def read_facts(transport: Transport, name: str) -> DeckyFacts:
    """The facts of a decky. Raises DeckyUnreachable, TransportError."""
    listing = transport.list_directories([_SYSTEM_CRON, _USER_CRON, _LOGS])
    crontabs = [
        entry.path for folder in (_SYSTEM_CRON, _USER_CRON) for entry in listing[folder] if entry.kind == "file"
    ][:_MAX_JOBS]
    entries = transport.read([*_FILES, *crontabs], _MAX_BYTES)
    release = parsing.release(*(_text(entries[path]) for path in _RELEASES))
    if not release:
        release = parsing.os_release(_text(transport.read([_LINKED_RELEASE], _MAX_BYTES)[_LINKED_RELEASE]))
    jobs = _jobs(entries, crontabs)
    version = release.get("VERSION_ID", "")
    os_id = release.get("ID", "linux")
    facts = DeckyFacts(
        hostname=parsing.hostname(_text(entries["/etc/hostname"])) or name,
        timezone=parsing.timezone_name(_text(entries["/etc/timezone"])),
        os_id=os_id,
        os_version=version,
        os_family=parsing.family(os_id, release.get("ID_LIKE", "")),
        accounts=parsing.accounts(_text(entries["/etc/passwd"]), also={"syslog", *(job.user for job in jobs)}),
        log_files=parsing.paths(entry.path for entry in listing[_LOGS] if entry.kind == "file"),
        crontabs=jobs,
        running=parsing.daemons(transport.processes()),
        started_at=transport.started_at(),
        identity=transport.identity(),
    )
    return parsing.with_log_format(facts, default_format(facts), _text(entries["/etc/rsyslog.conf"]))


def _jobs(entries: dict[str, Entry | None], crontabs: list[str]) -> tuple[CronJob, ...]:
    jobs = list(parse_crontab(_text(entries["/etc/crontab"]), "/etc/crontab"))
    for path in crontabs:
        folder, _slash, login = path.rpartition("/")
        jobs += parse_crontab(_text(entries[path]), path, login if folder == _USER_CRON else None)
    return tuple(jobs[:_MAX_JOBS])


def _text(entry: Entry | None) -> str:
    """The content of a regular file; "" for anything else and for a file above the limit."""
    if entry is None or entry.kind != "file" or entry.content is None:
        return ""
    return entry.content.decode("utf-8", "replace")
