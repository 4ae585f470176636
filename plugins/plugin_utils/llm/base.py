# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a language model answers to, whatever runs it. A backend knows nothing of personas, ledgers or mail."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

#: The most that is read of an answer: a long mail has a tenth of it.
MAX_ANSWER_BYTES = 64 * 1024


class LLMError(Exception):
    """The backend gave no usable answer; one sentence for the operator, never with a key in it."""


class LLMTimeout(LLMError):
    """The backend did not answer in time."""


@dataclass(frozen=True)
class Prompt:
    """What is asked: ``system`` says who speaks and how, ``user`` what is wanted."""

    system: str
    user: str


@dataclass(frozen=True)
class LLMResult:
    """An answer as it came: ``seconds`` is what it took."""

    text: str
    model: str
    seconds: float


@dataclass(frozen=True)
class LLMSettings:
    """How a backend is reached. ``timeout`` is for the whole call, in seconds."""

    model: str = ""
    url: str = ""
    api_key: str = ""
    timeout: float = 20.0
    temperature: float = 0.8
    max_tokens: int = 700
    answer: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any] | None) -> LLMSettings:
        """Read ``llm_settings``. Raises LLMError for what is unknown or of the wrong kind. ``share`` and ``max_calls`` are the enricher's."""
        known = {
            "model": str,
            "url": str,
            "api_key": str,
            "timeout": float,
            "temperature": float,
            "max_tokens": int,
            "answer": str,
        }
        values: dict[str, Any] = {}
        for key, value in (given or {}).items():
            name = str(key)
            if name in ("share", "max_calls"):
                continue
            if name not in known:
                raise LLMError(f"llm_settings: {name[:40]!r} is not known; use {', '.join(known)}, share or max_calls")
            try:
                values[name] = known[name](str(value))
            except ValueError:
                raise LLMError(f"llm_settings: {name} is no number; correct it") from None
        settings = cls(**values)
        if not 0 < settings.timeout <= 600:
            raise LLMError("llm_settings: timeout is to be a number of seconds above 0, at most 600")
        if settings.url and not settings.url.startswith(("http://", "https://")):
            raise LLMError("llm_settings: url is to begin with http:// or https://")
        return settings


class LLMBackend(ABC):
    """One way to a model."""

    name: ClassVar[str]

    def __init__(self, settings: LLMSettings) -> None:
        self.settings = settings

    @abstractmethod
    def complete(self, prompt: Prompt) -> LLMResult:
        """The model's answer. Raises LLMTimeout, LLMError."""
