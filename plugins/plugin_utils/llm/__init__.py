# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Language models, by choice: backends that complete a prompt, and what is made of their answers."""

from __future__ import annotations

from .base import LLMBackend, LLMError, LLMResult, LLMTimeout, Prompt
from .factory import get_llm

__all__ = ["LLMBackend", "LLMError", "LLMResult", "LLMTimeout", "Prompt", "get_llm"]
