# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Temporary files of the system's jobs below /tmp: lists of known facts, which the host cannot contradict."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

from ...model.content_classes import ContentClass
from ...model.decky import DeckyFacts
from ...model.persona import Persona
from .base import SYSTEM, Body, BodyContext

_MKTEMP = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
#: The uids of people. The facts hold all of these accounts.
_PEOPLE = range(1000, 60_000)
#: Processes that run as long as the host is up; any other process may have ended.
_DAEMONS = frozenset(
    (
        "apache2 chronyd cron crond dovecot exim4 mariadbd master mysqld named nginx ntpd postgres rsyslogd smbd sshd"
    ).split()
)
#: Chosen: the share of lists that begin with the output of ``date``.
_STAMPED = 0.4


class CacheTmp(Body):
    """The content class ``cache_tmp``."""

    content_class = ContentClass.CACHE_TMP
    side = SYSTEM
    weight = 20.0
    editable = False
    system_mode = 0o600

    def system_path(self, rng: random.Random) -> str:
        """A path as ``mktemp`` creates it."""
        return f"/tmp/tmp.{''.join(rng.choice(_MKTEMP) for _letter in range(10))}"

    def make(self, persona: Persona | None, rng: random.Random, context: BodyContext) -> str:
        """One of the lists that the facts allow, or an empty file, as ``mktemp`` creates it, where they allow none."""
        facts = context.decky.facts
        possible = [lines for form in _FORMS if (lines := form(facts))]
        if not possible:
            return ""
        lines = rng.choice(possible)
        if rng.random() < _STAMPED:
            now = context.now
            lines = [f"{now:%a %b} {now.day:2d} {now:%H:%M:%S %Z %Y}", *lines]
        return "".join(f"{line}\n" for line in lines)

    def next_iteration(self, persona: Persona | None, previous: str, rng: random.Random, context: BodyContext) -> str:
        raise KeyError("cache_tmp files are written once")


def _accounts(facts: DeckyFacts) -> list[str]:
    """The accounts of people, in the order of passwd."""
    return [
        f"{person.login}:{person.uid}:{person.gid}:{person.home}" for person in facts.accounts if person.uid in _PEOPLE
    ]


def _homes(facts: DeckyFacts) -> list[str]:
    """The home directories of people."""
    return sorted(f"{person.login}\t{person.home}" for person in facts.accounts if person.uid in _PEOPLE)


def _shells(facts: DeckyFacts) -> list[str]:
    """The number of people per login shell, as ``uniq -c`` prints it."""
    counts = Counter(person.shell for person in facts.accounts if person.uid in _PEOPLE)
    return [f"{counts[shell]:7d} {shell}" for shell in sorted(counts)]


def _jobs(facts: DeckyFacts) -> list[str]:
    """The jobs of the crontabs."""
    return [f"{job.schedule} {job.user} {job.command}" for job in facts.crontabs]


def _owners(facts: DeckyFacts) -> list[str]:
    """The number of jobs per user, as ``uniq -c`` prints it."""
    counts = Counter(job.user for job in facts.crontabs)
    return [f"{counts[user]:7d} {user}" for user in sorted(counts)]


def _logs(facts: DeckyFacts) -> list[str]:
    """The current logs, without rotated ones."""
    return sorted(path for path in facts.log_files if path.endswith(".log"))


def _daemons(facts: DeckyFacts) -> list[str]:
    """The running daemons."""
    return sorted(_DAEMONS & set(facts.running))


_FORMS: tuple[Callable[[DeckyFacts], list[str]], ...] = (
    _accounts,
    _homes,
    _shells,
    _jobs,
    _owners,
    _logs,
    _daemons,
)
