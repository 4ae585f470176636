# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes: texts that people write for themselves."""

from __future__ import annotations

import random

from ...corpora import spoken
from ...model.content_classes import ContentClass
from ...model.decky import Decky
from ...model.persona import Persona
from ..focus import subject_of
from ..phrasing import Phrasing
from .base import Body, BodyContext
from .lines import bank_for, habit
from .prose import Prose
from .voices import language_of, voice_of

#: The size in characters beyond which an edit shortens a note. Measured on 316 public notes: median 1,255 bytes, 63 %
#: over 1 kB.
LONG = 1900
#: The share of notes whose title is the subject of the file's name.
TITLED_AS_NAMED = 0.8


class Note(Body):
    """The content class ``note``."""

    content_class = ContentClass.NOTE
    weight = 34.0
    prompt = "note"
    folders = ("", "", "notes/", "Notes/", "Documents/")
    extensions = (".md", ".md", ".txt")

    def name(self, voice: Phrasing, rng: random.Random, decky: Decky) -> str:
        return voice.cased(voice.fill(rng.choice(voice.words["names"]["note"]))).replace("the ", "")

    def make(self, persona: Persona | None, rng: random.Random, context: BodyContext) -> str:
        voice, bank = voice_of(persona, rng, context), spoken("notes", language_of(persona))
        taste = habit(persona, context.world.seed, "note")
        markdown, bulleted = taste.random() < 0.6, taste.random() < 0.6
        seen: set[str] = set()
        subject = subject_of(context.path)
        title = (
            voice.named(subject)
            if subject and rng.random() < TITLED_AS_NAMED
            else voice.fill(rng.choice(bank["titles"]))
        )
        lines = [("# " if markdown else "") + title, ""]
        if rng.random() < 0.4:
            lines += [voice.phrase(bank["openers"]) or bank["unsorted"], ""]
        for section in range(rng.choice((1, 2, 2, 3))):
            if section:
                name = voice.fill(rng.choice(bank["headings"]))
                if name in seen:
                    continue
                seen.add(name)
                lines += ["", f"## {name}" if markdown else f"{name}:"]
            for _line in range(rng.randrange(3, 9)):
                text = voice.phrase(bank_for(persona, bank["lines"]), seen)
                if text is not None:
                    seen.add(text)
                    lines.append(f"{voice.bullet} {text}" if bulleted else text)
        return "\n".join(lines) + "\n"

    def next_iteration(self, persona: Persona | None, previous: str, rng: random.Random, context: BodyContext) -> str:
        voice, bank = voice_of(persona, rng, context), spoken("notes", language_of(persona))
        return Prose(previous, voice, bank_for(persona, bank["lines"]), bank["afterthoughts"], LONG).revise()
