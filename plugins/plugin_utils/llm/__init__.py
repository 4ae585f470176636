# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Optional language models: backends, prompts, checks of responses, and the writer that rewords texts."""

from __future__ import annotations

from .base import LLMBackend, LLMError, LLMResult, LLMTimeout, Prompt
from .factory import get_llm

__all__ = ["LLMBackend", "LLMError", "LLMResult", "LLMTimeout", "Prompt", "get_llm"]
