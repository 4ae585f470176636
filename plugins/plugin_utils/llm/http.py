# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One JSON request with a bound on its whole duration and on the size of the answer. Redirects are not followed: a key goes nowhere else."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Mapping
from typing import Any

from .base import MAX_ANSWER_BYTES, LLMError, LLMTimeout

try:
    import requests

    IMPORT_ERROR: str | None = None
except ImportError as missing:
    IMPORT_ERROR = str(missing)

#: JSON around an answer: escapes and bookkeeping.
_MAX_BODY = 8 * MAX_ANSWER_BYTES


def post(url: str, body: Mapping[str, Any], timeout: float, headers: Mapping[str, str] | None = None) -> Any:
    """The decoded answer. Raises LLMTimeout where the whole of it is not there in ``timeout`` seconds, LLMError for anything else."""
    if IMPORT_ERROR:
        raise LLMError(
            f"language models over HTTP need the Python package requests on the controller ({IMPORT_ERROR}); install it there"
        )
    outcome: queue.SimpleQueue[tuple[int, bytes] | LLMError] = queue.SimpleQueue()
    # In a thread of its own: a server that dribbles one byte after the other never runs into a timeout of a single read.
    threading.Thread(target=_ask, args=(url, body, timeout, headers, outcome), daemon=True).start()
    try:
        answer = outcome.get(timeout=timeout)
    except queue.Empty:
        raise LLMTimeout(f"{url} did not finish its answer in {timeout:g} s") from None
    if isinstance(answer, LLMError):
        raise answer
    status, received = answer
    if status != 200:
        raise LLMError(f"{url} answered with status {status}")
    try:
        return json.loads(received)
    except (ValueError, RecursionError):
        raise LLMError(f"{url} answered with something that is not JSON") from None


def _ask(
    url: str,
    body: Mapping[str, Any],
    timeout: float,
    headers: Mapping[str, str] | None,
    outcome: queue.SimpleQueue[tuple[int, bytes] | LLMError],
) -> None:
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(
                url, json=dict(body), headers=dict(headers or {}), timeout=timeout, allow_redirects=False, stream=True
            )
            received = b""
            for chunk in answer.iter_content(4096):
                received += chunk
                if len(received) > _MAX_BODY:
                    outcome.put(LLMError(f"{url} answered with more than {_MAX_BODY} bytes; that is no text"))
                    return
            outcome.put((answer.status_code, received))
    except requests.Timeout:
        outcome.put(LLMTimeout(f"{url} did not answer in {timeout:g} s"))
    except (requests.RequestException, OSError) as problem:
        outcome.put(LLMError(f"{url} cannot be asked ({type(problem).__name__}); check that it runs"))
