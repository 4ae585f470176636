# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Selection of the backend: that of the option, else that of the environment, else none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..registry import implementations
from .base import LLMBackend, LLMError, LLMSettings

ENVIRONMENT_VARIABLE = "DECNET_EMAILGEN_LLM"
NO_BACKEND = "none"


@lru_cache(maxsize=1)
def backends() -> dict[str, type[LLMBackend]]:
    """The backends by name."""
    return implementations(f"{__package__}.backends", LLMBackend)


def backend_choices() -> tuple[str, ...]:
    """The values of the option ``llm``."""
    return (NO_BACKEND, *backends())


def get_llm(
    option: str | None, environ: Mapping[str, str], settings: Mapping[str, Any] | None = None
) -> LLMBackend | None:
    """The configured backend, or None. Raises LLMError for an unknown name or setting."""
    name, source = (option, "decoy_llm") if option else (environ.get(ENVIRONMENT_VARIABLE, ""), ENVIRONMENT_VARIABLE)
    if not name or name == NO_BACKEND:
        return None
    if name not in backends():
        raise LLMError(
            f"{source} is {name[:40]!r}, which is not a backend; set it to {', '.join(backends())} or {NO_BACKEND}"
        )
    return backends()[name](LLMSettings.of(settings))
