# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ollama: its HTTP API where ``url`` is set, else its command ``ollama run``, fed on standard input."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import tempfile
import time

from ..base import MAX_ANSWER_BYTES, LLMBackend, LLMError, LLMResult, LLMSettings, LLMTimeout, Prompt
from ..http import post

#: What the command draws for a terminal: colours, a spinner, cursor movements.
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\u2800-\u28ff]|\r")
_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,120}")


class OllamaBackend(LLMBackend):
    """``model`` is a name that Ollama has; ``url`` its server's, such as http://127.0.0.1:11434."""

    name = "ollama"

    def __init__(self, settings: LLMSettings) -> None:
        super().__init__(settings)
        if not _MODEL.fullmatch(settings.model):
            raise LLMError("llm is ollama; set llm_settings.model to the name of a model that it has, such as llama3.2")

    def complete(self, prompt: Prompt) -> LLMResult:
        began = time.monotonic()
        text = self._ask_server(prompt) if self.settings.url else self._run(prompt)
        return LLMResult(text, self.settings.model, time.monotonic() - began)

    def _ask_server(self, prompt: Prompt) -> str:
        url = f"{self.settings.url.rstrip('/')}/api/chat"
        body = {
            "model": self.settings.model,
            "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
            "options": {"temperature": self.settings.temperature, "num_predict": self.settings.max_tokens},
            "stream": False,
        }
        answer = post(url, body, self.settings.timeout)
        message = answer.get("message") if isinstance(answer, dict) else None
        text = message.get("content") if isinstance(message, dict) else None
        if not isinstance(text, str):
            raise LLMError(f"{url} answered without message.content")
        return text

    def _run(self, prompt: Prompt) -> str:
        with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answered:
            asked.write(f"{prompt.system}\n\n{prompt.user}\n".encode())
            asked.seek(0)
            try:
                # A session of its own, so that what it starts dies with it.
                process = subprocess.Popen(
                    ["ollama", "run", self.settings.model],
                    stdin=asked,
                    stdout=answered,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            except OSError as problem:
                raise LLMError(
                    f"the command ollama cannot be run ({problem.strerror}); install it, or set llm_settings.url to its server"
                ) from None
            try:
                status = process.wait(self.settings.timeout)
            except subprocess.TimeoutExpired:
                raise LLMTimeout(
                    f"ollama run {self.settings.model} did not finish in {self.settings.timeout:.0f} s"
                ) from None
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            answered.seek(0)
            raw = answered.read(MAX_ANSWER_BYTES)
        if status:
            raise LLMError(f"ollama run {self.settings.model} ended with status {status}")
        return _ESCAPES.sub("", raw.decode("utf-8", "replace"))
