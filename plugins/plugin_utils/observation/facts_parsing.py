# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses the facts of a decky. The decky is hostile: malformed values are skipped, and lists are bounded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Account, DeckyFacts

_LOGIN = re.compile(r"[a-z_][a-z0-9_.-]{0,31}", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?", re.ASCII)
_SETTING = re.compile(r"([A-Z_]{1,40})=[\"']?([\w .:/-]{0,100})[\"']?", re.ASCII)
_HOME = re.compile(r"(/[\w.@+-]{1,64}){1,8}|/", re.ASCII)
#: ASCII digits only: ``\d`` also matches digits that int() rejects.
_NUMBER = re.compile(r"\d{1,10}", re.ASCII)
_FIRST_PERSON, _LAST_PERSON = 1000, 59_999
_PATH = re.compile(r"(/[\w.@+-]{1,100}){1,8}", re.ASCII)
_PROCESS = re.compile(r"[\w.:+@()-]{1,40}", re.ASCII)
_MAX_ACCOUNTS = 500
_MAX_PATHS = 500
_MAX_PROCESSES = 200


def accounts(passwd: str, also: Collection[str] = ()) -> tuple[Account, ...]:
    """root and the accounts of people, from the text of passwd.

    ``also`` holds the logins of system accounts to include.
    """
    found: list[Account] = []
    seen: set[str] = set()
    for line in passwd.split("\n"):
        parts = line.split(":")
        if (
            len(parts) != 7
            or not _LOGIN.fullmatch(parts[0])
            or not _NUMBER.fullmatch(parts[2])
            or not _NUMBER.fullmatch(parts[3])
        ):
            continue
        uid, gid, home, shell = int(parts[2]), int(parts[3]), parts[5], parts[6]
        if uid != 0 and not _FIRST_PERSON <= uid <= _LAST_PERSON and (parts[0] not in also or uid >= 2**31):
            continue
        if gid >= 2**31 or not _HOME.fullmatch(home) or ".." in home or not _HOME.fullmatch(shell or "/bin/sh"):
            continue
        if parts[0] not in seen and len(found) < _MAX_ACCOUNTS:
            seen.add(parts[0])
            found.append(Account(parts[0], uid, gid, home, shell or "/bin/sh"))
    return tuple(found)


def release(os_release_text: str, lsb_release: str, debian_version: str, alpine_release: str) -> dict[str, str]:
    """``ID``, ``VERSION_ID`` and more from the files in /etc; empty where they do not name the release.

    The debian_version of an unreleased Debian (``trixie/sid``) is ignored: the number is in os-release.
    """
    if os_release_text:
        return os_release(os_release_text)
    lsb = os_release(lsb_release)
    if {"DISTRIB_ID", "DISTRIB_RELEASE"} <= lsb.keys():
        return {
            "ID": lsb["DISTRIB_ID"].lower(),
            "VERSION_ID": lsb["DISTRIB_RELEASE"],
            "ID_LIKE": "debian" if debian_version else "",
        }
    for os_id, text, pattern in (
        ("debian", debian_version, r"(\d{1,2})(?:\.\d{1,2})?"),
        ("alpine", alpine_release, r"(\d{1,2}\.\d{1,2}\.\d{1,2})"),
    ):
        match = re.fullmatch(pattern, text.strip(), re.ASCII)
        if match:
            return {"ID": os_id, "VERSION_ID": match.group(1)}
    return {}


def paths(found: Iterable[str]) -> tuple[str, ...]:
    """The paths that are plausible for a log, sorted and bounded; an intruder may have planted the others."""
    return tuple(sorted(path for path in found if _PATH.fullmatch(path)))[:_MAX_PATHS]


def daemons(names: Iterable[str]) -> tuple[str, ...]:
    """The valid process names, bounded. systemd is added where its journald runs, as it is often called ``init``."""
    found = [name for name in names if _PROCESS.fullmatch(name)][:_MAX_PROCESSES]
    if "systemd-journald" in found and "systemd" not in found:
        found.append("systemd")
    return tuple(found)


def os_release(text: str) -> dict[str, str]:
    """The settings of a file in the format of os-release."""
    lines = (line.strip() for line in text.split("\n")[:100])
    return {match.group(1): match.group(2) for line in lines if (match := _SETTING.fullmatch(line))}


def family(os_id: str, like: str) -> str:
    """The family of the operating system: ``debian``, ``redhat``, or the ID itself, such as ``alpine``."""
    names = f"{os_id} {like}".split()
    if "debian" in names or "ubuntu" in names:
        return "debian"
    if {"rhel", "fedora", "centos"} & set(names):
        return "redhat"
    return os_id


def hostname(text: str) -> str | None:
    """The host name in the text of /etc/hostname; None where it is not valid."""
    name = text.strip()
    return name if _HOST.fullmatch(name) else None


def timezone_name(text: str) -> str:
    """The time zone in the text of /etc/timezone; Etc/UTC where the controller does not know it."""
    name = text.strip()
    if not re.fullmatch(r"[A-Za-z0-9_+-]{1,30}(?:/[A-Za-z0-9_+-]{1,30}){0,2}", name, re.ASCII):
        return "Etc/UTC"
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return "Etc/UTC"
    return name


def with_log_format(facts: DeckyFacts, default: str, rsyslog_conf: str) -> DeckyFacts:
    """The facts with the time format of the logs.

    The format is ``default``, that of the release, unless rsyslog is configured to write the traditional one.
    """
    active = (line.strip() for line in rsyslog_conf.split("\n"))
    traditional = any("RSYSLOG_TraditionalFileFormat" in line and not line.startswith("#") for line in active)
    return replace(facts, log_format="rfc3164" if traditional else default)
