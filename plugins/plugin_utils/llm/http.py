# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One JSON request with a bound on its whole duration and on the size of the response.

Redirects are not followed: a key goes nowhere else.
"""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Mapping
from typing import Any

from .base import MAX_RESPONSE_BYTES, LLMError, LLMTimeout

try:
    import requests

    IMPORT_ERROR: str | None = None
except ImportError as missing:
    IMPORT_ERROR = str(missing)

#: The text is escaped and wrapped in JSON.
_MAX_BODY = 8 * MAX_RESPONSE_BYTES


def post(url: str, body: Mapping[str, Any], timeout: float, headers: Mapping[str, str] | None = None) -> Any:
    """The decoded response.

    Raises LLMTimeout where the whole of it is not there in ``timeout`` seconds, LLMError for anything else.
    """
    if IMPORT_ERROR:
        raise LLMError(
            f"language models over HTTP need the Python package requests on the controller ({IMPORT_ERROR}); "
            "install it there"
        )
    outcome: queue.SimpleQueue[tuple[int, bytes] | LLMError] = queue.SimpleQueue()
    # In a thread: a server that sends one byte after the other never exceeds the timeout of a single read.
    threading.Thread(target=_request, args=(url, body, timeout, headers, outcome), daemon=True).start()
    try:
        response = outcome.get(timeout=timeout)
    except queue.Empty:
        raise LLMTimeout(f"{url} did not finish its response in {timeout:g} s") from None
    if isinstance(response, LLMError):
        raise response
    status, received = response
    if status != 200:
        raise LLMError(f"{url} answered with status {status}")
    try:
        return json.loads(received)
    except (ValueError, RecursionError):
        raise LLMError(f"{url} answered with text that is not JSON") from None


def _request(
    url: str,
    body: Mapping[str, Any],
    timeout: float,
    headers: Mapping[str, str] | None,
    outcome: queue.SimpleQueue[tuple[int, bytes] | LLMError],
) -> None:
    try:
        with requests.Session() as session:
            session.trust_env = False
            response = session.post(
                url, json=dict(body), headers=dict(headers or {}), timeout=timeout, allow_redirects=False, stream=True
            )
            received = b""
            for chunk in response.iter_content(4096):
                received += chunk
                if len(received) > _MAX_BODY:
                    outcome.put(LLMError(f"{url} answered with more than {_MAX_BODY} bytes, too many for a text"))
                    return
            outcome.put((response.status_code, received))
    except requests.Timeout:
        outcome.put(LLMTimeout(f"{url} did not answer in {timeout:g} s"))
    except (requests.RequestException, OSError) as problem:
        outcome.put(LLMError(f"{url} cannot be called ({type(problem).__name__}); check that it runs"))
