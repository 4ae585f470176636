# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which backend is asked: the option's, else the environment's, else none. A new one is a file in impl and a line here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from .base import LLMBackend, LLMError, LLMSettings

ENVIRONMENT_VARIABLE = "DECNET_EMAILGEN_LLM"
BACKENDS = {
    "ollama": "ollama:OllamaBackend",
    "openai_compatible": "openai_compatible:OpenAICompatibleBackend",
    "fake": "fake:FakeBackend",
}


def get_llm(
    option: str | None, environ: Mapping[str, str], settings: Mapping[str, Any] | None = None
) -> LLMBackend | None:
    """The backend, or None where nobody wants one. Raises LLMError for an unknown name or setting."""
    name, asked_by = (option, "decoy_llm") if option else (environ.get(ENVIRONMENT_VARIABLE, ""), ENVIRONMENT_VARIABLE)
    if not name or name == "none":
        return None
    if name not in BACKENDS:
        raise LLMError(f"{asked_by} is {name[:40]!r}; set it to {', '.join(BACKENDS)} or none")
    module, _colon, backend = BACKENDS[name].partition(":")
    made: LLMBackend = getattr(import_module(f"{__package__}.impl.{module}"), backend)(LLMSettings.of(settings))
    return made
