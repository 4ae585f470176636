# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bodies of files: one module per content class, and their registry."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from ...model.content_classes import ContentClass
from ...model.persona import Persona
from .base import Body, BodyContext


@lru_cache(maxsize=None)
def registry() -> Mapping[ContentClass, Body]:
    """The bodies of all modules of this folder, in the order of :class:`ContentClass`.

    Raises TypeError where two classes have the same content class.
    """
    bodies: dict[ContentClass, Body] = {}
    for entry in iter_modules(__path__):
        module = import_module(f"{__name__}.{entry.name}")
        for item in vars(module).values():
            if not (isinstance(item, type) and issubclass(item, Body) and item.__module__ == module.__name__):
                continue
            content_class = vars(item).get("content_class")
            if content_class is None:
                continue
            if content_class in bodies:
                raise TypeError(f"{item.__name__} and {type(bodies[content_class]).__name__} both are {content_class}")
            bodies[content_class] = item()
    return {content_class: bodies[content_class] for content_class in ContentClass if content_class in bodies}


def classes_of(side: str) -> tuple[ContentClass, ...]:
    """The content classes of a side, ``user`` or ``system``."""
    return tuple(content_class for content_class, body in registry().items() if body.side == side)


def log_classes() -> tuple[ContentClass, ...]:
    """The content classes that the host's syslog daemon writes."""
    return tuple(content_class for content_class, body in registry().items() if body.is_log)


def is_editable(content_class: ContentClass | str) -> bool:
    """Whether files of that class are edited; False for a class that no module defines."""
    body = registry().get(ContentClass(content_class))
    return body is not None and body.editable


def default_weights() -> dict[str, float]:
    """The default weight of each class within its side, by its stored value."""
    return {content_class.value: body.weight for content_class, body in registry().items()}


def body_of(content_class: ContentClass) -> Body:
    """The body of a class. Raises KeyError for email and canary, which have no body here."""
    return registry()[ContentClass(content_class)]


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
    """The version of a file after ``previous``. Raises KeyError for email, canary and cache_tmp."""
    return body_of(content_class).next_iteration(persona, previous, rng, context)
