# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ollama: its HTTP API where ``url`` is set, else the command ``ollama run`` with the prompt on standard input."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import tempfile
import time

from ..base import MAX_RESPONSE_BYTES, LLMBackend, LLMError, LLMResult, LLMSettings, LLMTimeout, Prompt
from ..http import post

#: The terminal sequences of the command: colours, a spinner, cursor movements.
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\u2800-\u28ff]|\r")
_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,120}")


class OllamaBackend(LLMBackend):
    """``model`` is the name of a model of the server; ``url`` is the server, such as http://127.0.0.1:11434."""

    name = "ollama"

    def __init__(self, settings: LLMSettings) -> None:
        super().__init__(settings)
        if not _MODEL.fullmatch(settings.model):
            raise LLMError("llm is ollama; set llm_settings.model to the name of a model that it has, such as llama3.2")

    def complete(self, prompt: Prompt) -> LLMResult:
        began = time.monotonic()
        text = self._call_server(prompt) if self.settings.url else self._run(prompt)
        return LLMResult(text, self.settings.model, time.monotonic() - began)

    def _call_server(self, prompt: Prompt) -> str:
        url = f"{self.settings.url.rstrip('/')}/api/chat"
        body = {
            "model": self.settings.model,
            "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
            "options": {"temperature": self.settings.temperature, "num_predict": self.settings.max_tokens},
            "stream": False,
        }
        response = post(url, body, self.settings.timeout)
        message = response.get("message") if isinstance(response, dict) else None
        text = message.get("content") if isinstance(message, dict) else None
        if not isinstance(text, str):
            raise LLMError(f"{url} answered without message.content")
        return text

    def _run(self, prompt: Prompt) -> str:
        with tempfile.TemporaryFile() as request, tempfile.TemporaryFile() as output:
            request.write(f"{prompt.system}\n\n{prompt.user}\n".encode())
            request.seek(0)
            try:
                # In a session of its own, so that the processes it starts end with it.
                process = subprocess.Popen(
                    ["ollama", "run", self.settings.model],
                    stdin=request,
                    stdout=output,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            except OSError as problem:
                raise LLMError(
                    f"the command ollama cannot be run ({problem.strerror}); "
                    "install it, or set llm_settings.url to its server"
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
            output.seek(0)
            raw = output.read(MAX_RESPONSE_BYTES)
        if status:
            raise LLMError(f"ollama run {self.settings.model} ended with status {status}")
        return _ESCAPES.sub("", raw.decode("utf-8", "replace"))
