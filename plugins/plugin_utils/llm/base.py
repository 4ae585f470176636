# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of a language model backend, which is independent of personas, ledgers and mail."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

#: The most bytes of a response. A long mail has a tenth of them.
MAX_RESPONSE_BYTES = 64 * 1024


class LLMError(Exception):
    """The backend did not complete a prompt. The message is one sentence for the operator and contains no key."""


class LLMTimeout(LLMError):
    """The backend did not respond in time."""


@dataclass(frozen=True)
class Prompt:
    """A prompt: ``system`` describes the author, ``user`` is the request."""

    system: str
    user: str


@dataclass(frozen=True)
class LLMResult:
    """A response as it was received. ``seconds`` is the duration of the call."""

    text: str
    model: str
    seconds: float


@dataclass(frozen=True)
class LLMSettings:
    """The settings of a backend.

    ``timeout`` is the time for the whole call in seconds. ``answer`` is the canned response of the backend ``fake``.
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
        """The settings from ``llm_settings``, without ``share`` and ``max_calls``, which the writer reads.

        Raises LLMError for an unknown setting or a wrong value.
        """
        types = {
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
            if name not in types:
                raise LLMError(
                    f"llm_settings: {name[:40]!r} is not a setting; use {', '.join(types)}, share or max_calls"
                )
            try:
                values[name] = types[name](str(value))
            except ValueError:
                raise LLMError(f"llm_settings: {name} is not a number; set it to one") from None
        settings = cls(**values)
        if not 0 < settings.timeout <= 600:
            raise LLMError("llm_settings: timeout is out of range; set it to more than 0 and at most 600 seconds")
        if settings.url and not settings.url.startswith(("http://", "https://")):
            raise LLMError("llm_settings: url has no scheme; start it with http:// or https://")
        return settings


class LLMBackend(ABC):
    """A backend for language models. A subclass in the folder ``backends`` is discovered by its ``name``."""

    #: The value of the option ``llm`` that selects it.
    name: ClassVar[str]

    def __init__(self, settings: LLMSettings) -> None:
        self.settings = settings

    @abstractmethod
    def complete(self, prompt: Prompt) -> LLMResult:
        """The model's response. Raises LLMTimeout, LLMError."""
