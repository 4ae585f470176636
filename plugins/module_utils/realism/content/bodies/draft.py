# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts: unfinished texts for other readers."""

from __future__ import annotations

import random

from ...corpora import spoken
from ...model.content_classes import ContentClass
from ...model.decky import Decky
from ...model.persona import Persona
from ..focus import subject_of
from ..phrasing import Phrasing
from .base import Body, BodyContext
from .prose import Prose
from .voices import language_of, voice_of

#: The size in characters beyond which an edit shortens a draft.
LONG = 2300


class Draft(Body):
    """The content class ``draft``."""

    content_class = ContentClass.DRAFT
    weight = 22.0
    prompt = "draft"
    folders = ("", "Documents/", "drafts/", "Documents/drafts/")
    extensions = (".md", ".md", ".txt")

    def name(self, voice: Phrasing, rng: random.Random, decky: Decky) -> str:
        return voice.fill(rng.choice(voice.words["names"]["draft"]))

    def make(self, persona: Persona | None, rng: random.Random, context: BodyContext) -> str:
        bank = spoken("drafts", language_of(persona))
        voice = _draft_voice(persona, rng, context)
        seen: set[str] = set()
        title = voice.named(subject_of(context.path)) or voice.fill(rng.choice(bank["titles"]))
        lines = [f"# {title[:1].upper()}{title[1:]}", ""]
        for name in rng.sample(bank["headings"], rng.randrange(2, 5)):
            lines += [f"## {name}", ""]
            for _sentence in range(rng.randrange(2, 5)):
                sentence = voice.phrase(bank["sentences"], seen)
                if sentence is not None:
                    seen.add(sentence)
                    lines.append(sentence)
            if rng.random() < 0.3:
                lines += [text for text in [voice.phrase(bank["placeholders"], lines)] if text]
            lines.append("")
        return "\n".join(lines[:-1]) + "\n"

    def next_iteration(self, persona: Persona | None, previous: str, rng: random.Random, context: BodyContext) -> str:
        bank = spoken("drafts", language_of(persona))
        return Prose(
            previous, _draft_voice(persona, rng, context), bank["sentences"], bank["placeholders"], LONG
        ).revise()


def _draft_voice(persona: Persona | None, rng: random.Random, context: BodyContext) -> Phrasing:
    """The voice of a persona without the habits of its notes: a draft has whole sentences."""
    voice = voice_of(persona, rng, context)
    voice.lower, voice.stop = False, False
    return voice
