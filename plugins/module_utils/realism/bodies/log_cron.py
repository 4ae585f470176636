# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs in which cron's work shows: append-only, in time order, in the decky's own format and name."""
from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone

from ..logformat import detect, last_line, last_moment, last_pid, render, zone_of
from ..logstream import lines_between
from ..personas import Persona
from .base import Body, BodyContext
from .lines import closed, split


class LogCron(Body):
    """The content class ``log_cron``."""

    def make(self, persona: Persona | None, rng: random.Random, context: BodyContext) -> str:
        since = context.since or context.now - timedelta(days=1)
        lines = lines_between(context.world.seed, context.decky, context.path, since, context.now, context.last_pid)
        return "".join(f"{line}\n" for line in lines)

    def next_iteration(self, persona: Persona | None, previous: str, rng: random.Random, context: BodyContext | None = None) -> str:
        before = "".join(closed(split(previous)))
        if context is None:
            return before + _next_run(previous, rng)
        last = last_moment(previous, context.now, zone_of(context.decky.facts.timezone))
        since = max(filter(None, (last, context.since)), default=context.now - timedelta(days=1))
        lines = lines_between(context.world.seed, context.decky, context.path, since, context.now, last_pid(previous))
        return before + "".join(f"{line}\n" for line in lines)


def _next_run(previous: str, rng: random.Random) -> str:
    """With nothing known but the text: cron.hourly at minute 17 (17 of 18 hosts measured) of the hour after the last line."""
    far = datetime(2199, 1, 1, tzinfo=timezone.utc)
    line = last_line(previous, far, timezone.utc)
    moment = line.moment if line else datetime(2026, 1, 1, tzinfo=timezone.utc)
    run = moment.replace(minute=17, second=1, microsecond=rng.randrange(20_000, 980_000))
    run = run if run > moment else run + timedelta(hours=1)
    number = (last_pid(previous) or 800) + rng.randrange(2, 9)
    message, host = "(root) CMD (cd / && run-parts --report /etc/cron.hourly)", line.host if line else "localhost"
    text = render(run, host, f"CRON[{number}]", message, run.tzinfo or timezone.utc, detect(previous) or "rfc3339")
    return f"{text}\n"
