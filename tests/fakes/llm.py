# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A language model with the responses of a test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Union

from ansible_collections.decnet.realism.plugins.plugin_utils.llm import LLMBackend, LLMResult, Prompt
from ansible_collections.decnet.realism.plugins.plugin_utils.llm.base import LLMSettings

Response = Union[str, Exception]


class MemoryBackend(LLMBackend):
    """A backend that returns the next response for each prompt, and repeats the last one.

    A response that is an exception is raised. A function receives the prompt and returns the response. ``prompts`` are
    the prompts so far.
    """

    name = "memory"

    def __init__(self, responses: Sequence[Response] | Callable[[Prompt], Response]) -> None:
        super().__init__(LLMSettings(model="memory"))
        self._responses = responses
        self.prompts: list[Prompt] = []

    def complete(self, prompt: Prompt) -> LLMResult:
        self.prompts.append(prompt)
        given = self._responses
        response = given(prompt) if callable(given) else given[min(len(self.prompts), len(given)) - 1]
        if isinstance(response, Exception):
            raise response
        return LLMResult(response, self.name, 0.0)
