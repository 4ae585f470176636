# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in a file: one module a content class, and the registry that finds it."""

from __future__ import annotations

import random
from functools import lru_cache
from importlib import import_module

from ...model.content_classes import ContentClass
from ...model.persona import Persona
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


def make_body(content_class: ContentClass, persona: Persona | None, rng: random.Random, context: BodyContext) -> str:
    """The first version of a file. Raises KeyError for email and canary."""
    return body_of(content_class).make(persona, rng, context)


def next_iteration(
    content_class: ContentClass,
    persona: Persona | None,
    previous: str,
    rng: random.Random,
    context: BodyContext,
) -> str:
    """The version after ``previous``. Raises KeyError for email, canary and cache_tmp."""
    return body_of(content_class).next_iteration(persona, previous, rng, context)
