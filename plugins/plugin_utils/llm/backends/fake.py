# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A backend without a model, for tests and trial runs.

It returns ``llm_settings.answer``, or, where that is not set, the unchanged text of the prompt. The responses
``!timeout`` and ``!error`` raise the errors of a real backend.
"""

from __future__ import annotations

from ..base import LLMBackend, LLMError, LLMResult, LLMTimeout, Prompt


class FakeBackend(LLMBackend):
    """The backend ``fake``, which calls no model."""

    name = "fake"

    def complete(self, prompt: Prompt) -> LLMResult:
        answer = self.settings.answer
        if answer == "!timeout":
            raise LLMTimeout(f"fake did not respond in {self.settings.timeout:.0f} s")
        if answer == "!error":
            raise LLMError("fake responded with status 500")
        return LLMResult(answer or prompt.user.rpartition("<text>\n")[2].partition("\n</text>")[0], "fake", 0.0)
