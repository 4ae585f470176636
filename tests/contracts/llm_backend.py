# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of the backends of language models.

A module that imports these tests defines the fixture ``behaving``, which creates a backend that echoes the text to
reword (``echo``), does not respond in time (``slow``), or fails (``broken``).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.llm import LLMBackend, LLMError, LLMTimeout, Prompt

TEXT = "First line.\nA second, longer line."
PROMPT = Prompt("You are somebody.", f"Reword.\n<text>\n{TEXT}\n</text>\n")
Behaving = Callable[[str], LLMBackend]


def test_a_response_has_the_text_of_this_prompt_and_how_long_it_took(behaving: Behaving) -> None:
    backend = behaving("echo")
    first, second = backend.complete(PROMPT), backend.complete(Prompt("", "Reword.\n<text>\nAnother.\n</text>\n"))
    assert "A second, longer line." in first.text and "Another." in second.text
    assert first.seconds >= 0 and isinstance(first.model, str)


@pytest.mark.parametrize("behaviour", ["slow", "broken"])
def test_a_failure_is_one_sentence_and_a_late_response_a_timeout(behaving: Behaving, behaviour: str) -> None:
    backend = behaving(behaviour)
    for _call in range(2):
        with pytest.raises(LLMError) as caught:
            backend.complete(PROMPT)
        assert isinstance(caught.value, LLMTimeout) is (behaviour == "slow")
        assert str(caught.value) and "\n" not in str(caught.value) and len(str(caught.value)) < 200


def test_a_backend_has_a_name(behaving: Behaving) -> None:
    assert behaving("echo").name.isidentifier()
