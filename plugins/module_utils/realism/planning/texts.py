# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that a language model may write in place of the composed ones: what is asked for, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..model.content_classes import ContentClass
from ..model.persona import Persona

COMPOSED, LLM = "composed", "llm"


@dataclass(frozen=True, kw_only=True)
class TextRequest:
    """A composed text that could be written anew. ``key`` finds its :class:`Text`; ``after`` is the key it depends on.

    ``body`` is the composed text, for mail without the signature. ``thread`` has author and text of each earlier mail.
    ``seed`` are the parts of the random source that the writer uses for it.
    """

    key: str
    content_class: ContentClass
    persona: Persona
    language: str
    body: str
    seed: tuple[str, ...]
    path: str = ""
    recipient: str = ""
    thread: tuple[tuple[str, str], ...] = ()
    after: str | None = None


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text in place of a composed one. ``body`` is None where the composed text stays; ``note`` says why."""

    body: str | None = None
    subject: str | None = None
    author: str = COMPOSED
    note: str | None = None


#: The texts of a plan by the key of their request.
Texts = Mapping[str, Text]
NO_TEXTS: Texts = MappingProxyType({})
