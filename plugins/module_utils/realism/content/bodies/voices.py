# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The voice in which a persona writes its own texts: in its own language, where there are phrases for it."""

from __future__ import annotations

import random

from ...model.persona import Persona
from ..phrasing import Phrasing
from .base import BodyContext


def language_of(persona: Persona | None) -> str:
    """The persona's language; the system's is English."""
    return persona.language if persona else "en"


def voice_of(persona: Persona | None, rng: random.Random, context: BodyContext, focused: bool = True) -> Phrasing:
    """The voice for a text of this context; ``focused`` on what its file is about, or on everything that a list may hold."""
    path = context.path if focused else ""
    return Phrasing(context.world, persona, context.now, rng, context.decky.name, path, language=language_of(persona))
