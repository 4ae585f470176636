# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection's backend for trial runs, and the in-memory one of the tests, answer as those over HTTP do."""

from __future__ import annotations

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.llm import (
    LLMBackend,
    LLMError,
    LLMTimeout,
    Prompt,
    get_llm,
)
from contracts import llm_backend as llm_backend_contract
from contracts.collection import contract_tests
from contracts.llm_backend import Behaving
from fakes.llm import MemoryBackend

globals().update(contract_tests(llm_backend_contract))


def memory(behaviour: str) -> LLMBackend:
    if behaviour == "echo":
        return MemoryBackend(echo)
    return MemoryBackend([LLMTimeout("it did not respond in time") if behaviour == "slow" else LLMError("status 500")])


def echo(prompt: Prompt) -> str:
    return prompt.user.rpartition("<text>\n")[2].partition("\n</text>")[0]


def trial(behaviour: str) -> LLMBackend:
    answer = {"echo": "", "slow": "!timeout", "broken": "!error"}[behaviour]
    made = get_llm("fake", {}, {"answer": answer})
    assert made is not None
    return made


@pytest.fixture(params=[memory, trial])
def behaving(request: pytest.FixtureRequest) -> Behaving:
    made: Behaving = request.param
    return made
