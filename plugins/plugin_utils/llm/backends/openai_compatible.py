# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The backend for servers with the chat completions API: vLLM, llama.cpp, or a hosted service."""

from __future__ import annotations

import time

from ..base import LLMBackend, LLMError, LLMResult, LLMSettings, Prompt
from ..http import post


class OpenAICompatibleBackend(LLMBackend):
    """The backend ``openai_compatible``. ``url`` is the base URL of the API, such as http://127.0.0.1:8000/v1."""

    name = "openai_compatible"

    def __init__(self, settings: LLMSettings) -> None:
        super().__init__(settings)
        if not settings.url or not settings.model:
            raise LLMError(
                "llm is openai_compatible, which needs a server and a model; set llm_settings.url to the base URL of "
                "the API, such as http://127.0.0.1:8000/v1, and llm_settings.model to a model of the server"
            )

    def complete(self, prompt: Prompt) -> LLMResult:
        began = time.monotonic()
        body = {
            "model": self.settings.model,
            "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
            "temperature": self.settings.temperature,
            "max_tokens": self.settings.max_tokens,
            "stream": False,
        }
        headers = {"Authorization": f"Bearer {self.settings.api_key}"} if self.settings.api_key else {}
        url = f"{self.settings.url.rstrip('/')}/chat/completions"
        response = post(url, body, self.settings.timeout, headers)
        try:
            text = response["choices"][0]["message"]["content"]
        except (KeyError, IndexError, TypeError):
            text = None
        if not isinstance(text, str):
            raise LLMError(f"{url} responded without choices[0].message.content; check url in llm_settings")
        return LLMResult(text, self.settings.model, time.monotonic() - began)
