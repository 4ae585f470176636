# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The voice of a persona in its own texts: in its own language where that has phrases."""

from __future__ import annotations

import random

from ...model.persona import Persona
from ..phrasing import Phrasing
from .base import BodyContext


def language_of(persona: Persona | None) -> str:
    """The language of a persona, English for the system."""
    return persona.language if persona else "en"


def voice_of(persona: Persona | None, rng: random.Random, context: BodyContext, focused: bool = True) -> Phrasing:
    """The voice for a text of the context.

    A ``focused`` voice keeps to the topics of the file; the voice of a list covers all topics.
    """
    path = context.path if focused else ""
    return Phrasing(context.world, persona, context.now, rng, context.decky.name, path, language=language_of(persona))
