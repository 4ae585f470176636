# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What jobs of the system leave below /tmp: lists of what the host is known to have, and nothing that it could contradict."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

from ...model.content_classes import ContentClass
from ...model.decky import DeckyFacts
from ...model.persona import Persona
from .base import SYSTEM, Body, BodyContext

_MKTEMP = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
#: The uids of people: their accounts are known without a gap.
_PEOPLE = range(1000, 60_000)
#: Processes that stay while the host is up; whatever else was seen may be gone.
_DAEMONS = frozenset(
    "apache2 chronyd cron crond dovecot exim4 mariadbd master mysqld named nginx ntpd postgres rsyslogd smbd sshd".split()
)
#: Chosen: how often such a list begins with the output of ``date``.
_STAMPED = 0.4


class CacheTmp(Body):
    """The content class ``cache_tmp``."""

    content_class = ContentClass.CACHE_TMP
    side = SYSTEM
    weight = 20.0
    editable = False
    system_mode = 0o600

    def system_path(self, rng: random.Random) -> str:
        """As ``mktemp`` calls it."""
        return f"/tmp/tmp.{''.join(rng.choice(_MKTEMP) for _letter in range(10))}"

    def make(self, persona: Persona | None, rng: random.Random, context: BodyContext) -> str:
        """One of the lists that the facts allow; an empty file, as ``mktemp`` makes it, where they allow none."""
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
    """The people's accounts in the order of passwd."""
    return [
        f"{person.login}:{person.uid}:{person.gid}:{person.home}" for person in facts.accounts if person.uid in _PEOPLE
    ]


def _homes(facts: DeckyFacts) -> list[str]:
    """Whose home is where."""
    return sorted(f"{person.login}\t{person.home}" for person in facts.accounts if person.uid in _PEOPLE)


def _shells(facts: DeckyFacts) -> list[str]:
    """How many people have which login shell, as ``uniq -c`` counts."""
    counts = Counter(person.shell for person in facts.accounts if person.uid in _PEOPLE)
    return [f"{counts[shell]:7d} {shell}" for shell in sorted(counts)]


def _jobs(facts: DeckyFacts) -> list[str]:
    """The jobs of the crontabs."""
    return [f"{job.schedule} {job.user} {job.command}" for job in facts.crontabs]


def _owners(facts: DeckyFacts) -> list[str]:
    """How many jobs each user has, as ``uniq -c`` counts."""
    counts = Counter(job.user for job in facts.crontabs)
    return [f"{counts[user]:7d} {user}" for user in sorted(counts)]


def _logs(facts: DeckyFacts) -> list[str]:
    """The logs that are written now, without those that were rotated."""
    return sorted(path for path in facts.log_files if path.endswith(".log"))


def _daemons(facts: DeckyFacts) -> list[str]:
    """The daemons that are up."""
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
