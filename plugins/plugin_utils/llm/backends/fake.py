# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers what it was told to, for tests and for trying out the way of a text without a model: ``llm_settings.answer``.

Without one it gives back what it was asked to reword. An answer of ``!timeout`` or ``!error`` fails as a real backend would.
"""

from __future__ import annotations

from ..base import LLMBackend, LLMError, LLMResult, LLMTimeout, Prompt


class FakeBackend(LLMBackend):
    """Canned output."""

    name = "fake"

    def complete(self, prompt: Prompt) -> LLMResult:
        answer = self.settings.answer
        if answer == "!timeout":
            raise LLMTimeout(f"fake did not answer in {self.settings.timeout:.0f} s")
        if answer == "!error":
            raise LLMError("fake answered with status 500")
        return LLMResult(answer or prompt.user.rpartition("<text>\n")[2].partition("\n</text>")[0], "fake", 0.0)
