# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in a file: one module a content class, and the registry that finds it."""

from __future__ import annotations

import random
from datetime import datetime, timezone
from functools import lru_cache
from importlib import import_module

from ...company.world import build_world
from ...model.content_classes import ContentClass
from ...model.decky import Decky, DeckyFacts
from ...model.personas import Persona
from ...model.seeded_random import seeded_random
from .base import Body, BodyContext

_MODULES = {
    ContentClass.NOTE: "note:Note",
    ContentClass.TODO: "todo:Todo",
    ContentClass.DRAFT: "draft:Draft",
    ContentClass.SCRIPT: "script:Script",
    ContentClass.LOG_CRON: "log_cron:LogCron",
    ContentClass.LOG_DAEMON: "log_daemon:LogDaemon",
    ContentClass.CACHE_TMP: "cache_tmp:CacheTmp",
}


@lru_cache(maxsize=None)
def body_of(content_class: ContentClass) -> Body:
    """The body of a class. Raises KeyError for email and canary, which are not written here."""
    module, _colon, name = _MODULES[ContentClass(content_class)].partition(":")
    made: Body = getattr(import_module(f"{__name__}.{module}"), name)()
    return made


def make_body(
    content_class: ContentClass, persona: Persona | None, rng: random.Random, context: BodyContext | None = None
) -> str:
    """The first version of a file. Raises KeyError for email and canary."""
    return body_of(content_class).make(persona, rng, context or _nowhere(persona, rng))


def next_iteration(
    content_class: ContentClass,
    persona: Persona | None,
    previous: str,
    rng: random.Random,
    context: BodyContext | None = None,
) -> str:
    """The version after ``previous``. Raises KeyError for email, canary and cache_tmp."""
    return body_of(content_class).next_iteration(persona, previous, rng, context)


def _nowhere(persona: Persona | None, _rng: random.Random) -> BodyContext:
    """A context for who has none: a world and a moment of the persona's own, the same whenever it is asked for."""
    login = persona.login if persona else "nobody"
    people = (persona,) if persona else ()
    moment = datetime.fromtimestamp(
        1_770_000_000 + seeded_random("nowhere", login, "day").randrange(20_000_000), timezone.utc
    )
    decky = Decky("localhost", DeckyFacts("localhost"), people)
    return BodyContext(
        decky, build_world(str(seeded_random("nowhere", login).random()), "localdomain", ("localhost",), people), moment
    )
