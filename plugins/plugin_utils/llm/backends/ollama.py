# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The backend for Ollama: its HTTP API where ``url`` is set, else the command ``ollama run``."""

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

#: The terminal sequences in the output of the command: colours, a spinner, cursor movements.
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\u2800-\u28ff]|\r")
_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,120}")


class OllamaBackend(LLMBackend):
    """The backend ``ollama``. ``model`` is a model of the server, ``url`` the server, such as http://127.0.0.1:11434."""

    name = "ollama"

    def __init__(self, settings: LLMSettings) -> None:
        super().__init__(settings)
        if not _MODEL.fullmatch(settings.model):
            raise LLMError(
                "llm is ollama, but llm_settings.model names no model; set it to an installed one, such as llama3.2"
            )

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
            raise LLMError(f"{url} responded without message.content; check url in llm_settings")
        return text

    def _run(self, prompt: Prompt) -> str:
        with tempfile.TemporaryFile() as request, tempfile.TemporaryFile() as output:
            request.write(f"{prompt.system}\n\n{prompt.user}\n".encode())
            request.seek(0)
            try:
                # A separate session, so that the child processes can be ended with the command.
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
                    f"ollama run {self.settings.model} did not finish in {self.settings.timeout:.0f} s; "
                    "increase timeout in llm_settings"
                ) from None
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            output.seek(0)
            raw = output.read(MAX_RESPONSE_BYTES)
        if status:
            raise LLMError(
                f"ollama run {self.settings.model} ended with status {status}; check that the model is installed"
            )
        return _ESCAPES.sub("", raw.decode("utf-8", "replace"))
