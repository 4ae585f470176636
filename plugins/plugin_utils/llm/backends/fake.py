# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Returns the canned response ``llm_settings.answer``, for tests and for a trial run without a model.

Without one it returns the text that was to be reworded. The responses ``!timeout`` and ``!error`` fail as a real
backend would.
"""

from __future__ import annotations

from ..base import LLMBackend, LLMError, LLMResult, LLMTimeout, Prompt


class FakeBackend(LLMBackend):
    """A backend that calls nothing."""

    name = "fake"

    def complete(self, prompt: Prompt) -> LLMResult:
        answer = self.settings.answer
        if answer == "!timeout":
            raise LLMTimeout(f"fake did not answer in {self.settings.timeout:.0f} s")
        if answer == "!error":
            raise LLMError("fake answered with status 500")
        return LLMResult(answer or prompt.user.rpartition("<text>\n")[2].partition("\n</text>")[0], "fake", 0.0)
