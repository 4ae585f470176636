# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One JSON request, bounded in its total duration and in the size of the response.

Redirects are not followed, so that the key is sent to no other server.
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

#: The most bytes of a body, which holds the text escaped and wrapped in JSON.
_MAX_BODY = 8 * MAX_RESPONSE_BYTES


def post(url: str, body: Mapping[str, Any], timeout: float, headers: Mapping[str, str] | None = None) -> Any:
    """The decoded JSON response.

    Raises LLMTimeout where the response is not complete within ``timeout`` seconds, LLMError for other failures.
    """
    if IMPORT_ERROR:
        raise LLMError(
            f"the Python package requests is missing on the controller ({IMPORT_ERROR}); "
            "install it to use language models over HTTP"
        )
    outcome: queue.SimpleQueue[tuple[int, bytes] | LLMError] = queue.SimpleQueue()
    # The request runs in a thread, because a server that sends byte by byte never exceeds the timeout of a single read.
    threading.Thread(target=_request, args=(url, body, timeout, headers, outcome), daemon=True).start()
    try:
        response = outcome.get(timeout=timeout)
    except queue.Empty:
        raise LLMTimeout(
            f"{url} did not complete its response in {timeout:g} s; increase timeout in llm_settings"
        ) from None
    if isinstance(response, LLMError):
        raise response
    status, received = response
    if status != 200:
        raise LLMError(f"{url} responded with status {status}; check llm_settings")
    try:
        return json.loads(received)
    except (ValueError, RecursionError):
        raise LLMError(f"{url} responded with text that is not JSON; check url in llm_settings") from None


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
                    outcome.put(
                        LLMError(f"{url} responded with more than {_MAX_BODY} bytes; check url in llm_settings")
                    )
                    return
            outcome.put((response.status_code, received))
    except requests.Timeout:
        outcome.put(LLMTimeout(f"{url} did not respond in {timeout:g} s; increase timeout in llm_settings"))
    except (requests.RequestException, OSError) as problem:
        outcome.put(LLMError(f"{url} cannot be reached ({type(problem).__name__}); check that the server runs"))
