# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A log that is continued only grows, in order and in its own format, whatever facts its host has."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.company.world import World
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.bodies.base import BodyContext
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.bodies.logs import LogCron, LogDaemon
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.logformat import parse
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Decky
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from builders.logged_decky import BERLIN, CRON, DECKY, FACTS, LOGS, NOW, lines, read


def body_context(path: str, now: datetime = NOW, decky: Decky = DECKY, **more: object) -> BodyContext:
    return BodyContext(decky, World("seed", "corp.example", (), ("web-01",), ()), now, path, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", LOGS)
@pytest.mark.parametrize("log_format", ["rfc3339", "rfc3164"])
def test_a_log_goes_on_fifty_times_and_only_grows(path: str, log_format: str) -> None:
    decky = replace(DECKY, facts=replace(FACTS, log_format=log_format))
    body, now, rng = LogCron(), NOW - timedelta(days=5), seeded_random("grow")
    text = body.make(None, rng, body_context(path, now, decky))
    for _step in range(50):
        now += timedelta(seconds=rng.uniform(60, 14_000))
        longer = body.next_iteration(None, text, rng, body_context(path, now, decky))
        assert longer.startswith(text)
        text = longer
    told = text.splitlines()
    moments = [read(line)[0] for line in told]
    assert moments == sorted(moments) and moments[-1] <= now and len(set(told)) == len(told)


def test_a_log_that_was_cut_short_goes_on_in_a_line_of_its_own() -> None:
    text = LogDaemon().next_iteration(
        None, "\n".join(lines(CRON, 5)), seeded_random("x"), body_context(CRON, NOW + timedelta(hours=2))
    )
    assert all(parse(line, NOW + timedelta(hours=2), BERLIN) for line in text.splitlines())
