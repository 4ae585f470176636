# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files in /tmp contain nothing that the host contradicts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from ansible_collections.decnet.realism.plugins.module_utils.realism.content.bodies import make_body
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.bodies.base import BodyContext
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Account, Decky, DeckyFacts
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from builders.company import NOW, WORLD
from builders.logged_decky import JOBS

FACTS = DeckyFacts(
    "web-01",
    accounts=(
        Account("root", 0, 0, "/root", "/bin/bash"),
        Account("ann", 1000, 1000, "/home/ann", "/bin/zsh"),
        Account("bob", 1003, 100, "/srv/bob", "/bin/bash"),
        Account("www-data", 33, 33, "/var/www"),
    ),
    log_files=("/var/log/auth.log", "/var/log/syslog", "/var/log/cron.log", "/var/log/cron.log.1"),
    crontabs=JOBS,
    running=("cron", "sshd", "sleep", "bash"),
)


def bodies(facts: DeckyFacts, count: int = 400) -> list[str]:
    made = []
    for number in range(count):
        context = BodyContext(Decky("web-01", facts), WORLD, NOW + timedelta(minutes=number), "/tmp/tmp.x")
        made.append(make_body(ContentClass.CACHE_TMP, None, seeded_random("tmp", number), context))
    return made


def test_every_word_of_a_list_is_in_the_facts() -> None:
    """The lists have no sizes and packages, which are not among the facts. Numbers are counts of facts."""
    counts = {str(number) for number in range(1, len(JOBS) + 1)}
    known = {"cron", "sshd", *(path for path in FACTS.log_files if path.endswith(".log")), *counts}
    for account in FACTS.accounts:
        known |= (
            {account.login, str(account.uid), str(account.gid), account.home, account.shell} if account.uid else set()
        )
    for job in JOBS:
        known |= {job.user, *job.schedule.split(), *job.command.split(), *job.command.split(":")}
    seen: set[str] = set()
    for number, text in enumerate(bodies(FACTS)):
        now = NOW + timedelta(minutes=number)
        lines = text.splitlines()
        if re.match(r"\w{3} \w{3} .\d \d\d:\d\d:\d\d UTC 2026$", lines[0]):
            assert f" {now:%H:%M:%S} " in lines.pop(0)
        words = {word for line in lines for word in (line.split(":") if re.match(r"\w+:\d+:", line) else line.split())}
        assert lines and words <= known, words - known
        seen |= words
    assert {"/home/ann", "/bin/zsh", "bin/poll", "/var/log/auth.log", "sshd"} <= seen
    assert not {"www-data", "sleep", "/var/log/cron.log.1"} & seen


def test_counts_are_those_of_the_host() -> None:
    counted = {line for text in bodies(FACTS) for line in text.splitlines() if re.match(r" +\d+ \w+$", line)}
    assert counted == {f"{sum(job.user == user for job in JOBS):7d} {user}" for user in {job.user for job in JOBS}}


def test_where_nothing_is_known_the_file_is_empty() -> None:
    assert set(bodies(DeckyFacts("h"), 50)) == {""}
    only = bodies(replace(DeckyFacts("h"), running=("cron",)), 50)
    assert {text.splitlines()[-1] for text in only} == {"cron"}
