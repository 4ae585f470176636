# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs of cron and daemons: append-only, in time order, in the decky's own format and under its own name."""

from __future__ import annotations

import random
from datetime import timedelta

from ...hostlogs.logformat import last_moment, last_pid, zone_of
from ...hostlogs.logstream import lines_between
from ...model.content_classes import ContentClass
from ...model.persona import Persona
from .base import SYSTEM, Body, BodyContext
from .lines import closed, split


class _Log(Body):
    """A log of the host's syslog daemon. The name of the file decides which lines it has."""

    side = SYSTEM
    is_log = True
    system_mode = 0o640

    def make(self, persona: Persona | None, rng: random.Random, context: BodyContext) -> str:
        since = context.since or context.now - timedelta(days=1)
        lines = lines_between(context.world.seed, context.decky, context.path, since, context.now, context.last_pid)
        return "".join(f"{line}\n" for line in lines)

    def next_iteration(self, persona: Persona | None, previous: str, rng: random.Random, context: BodyContext) -> str:
        before = "".join(closed(split(previous)))
        last = last_moment(previous, context.now, zone_of(context.decky.facts.timezone))
        if last is not None and not last.microsecond:
            # A classic line has whole seconds: every line of that second is in the log already.
            last += timedelta(microseconds=999_999)
        since = max(filter(None, (last, context.since)), default=context.now - timedelta(days=1))
        number = context.last_pid if context.last_pid is not None else last_pid(previous)
        lines = lines_between(context.world.seed, context.decky, context.path, since, context.now, number, seen_at=last)
        return before + "".join(f"{line}\n" for line in lines)


class LogCron(_Log):
    """The content class ``log_cron``."""

    content_class = ContentClass.LOG_CRON
    weight = 45.0


class LogDaemon(_Log):
    """The content class ``log_daemon``."""

    content_class = ContentClass.LOG_DAEMON
    weight = 35.0
