# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of a language model backend. A backend knows nothing of personas, ledgers or mail."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

#: The most bytes read of a response; a long mail has a tenth of that.
MAX_RESPONSE_BYTES = 64 * 1024


class LLMError(Exception):
    """The backend did not complete a prompt; one sentence for the operator, never with a key in it."""


class LLMTimeout(LLMError):
    """The backend did not respond in time."""


@dataclass(frozen=True)
class Prompt:
    """A prompt: ``system`` describes the speaker, ``user`` is the request."""

    system: str
    user: str


@dataclass(frozen=True)
class LLMResult:
    """A response as it was received; ``seconds`` is how long it took."""

    text: str
    model: str
    seconds: float


@dataclass(frozen=True)
class LLMSettings:
    """The settings of a backend.

    ``timeout`` is for the whole call, in seconds; ``answer`` is the canned response of ``fake``.
    """

    model: str = ""
    url: str = ""
    api_key: str = ""
    timeout: float = 20.0
    temperature: float = 0.8
    max_tokens: int = 700
    answer: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any] | None) -> LLMSettings:
        """Reads ``llm_settings``.

        Raises LLMError for an unknown setting or a wrong type. ``share`` and ``max_calls`` are the writer's.
        """
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
    """A backend for language models. A subclass in the folder ``backends`` is found by its ``name``."""

    #: The value of the option ``llm`` that selects it.
    name: ClassVar[str]

    def __init__(self, settings: LLMSettings) -> None:
        self.settings = settings

    @abstractmethod
    def complete(self, prompt: Prompt) -> LLMResult:
        """The model's response. Raises LLMTimeout, LLMError."""
