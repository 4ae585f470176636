# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The publisher ``webhook``, which posts each message as JSON, for example to Event-Driven Ansible or a SIEM."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .base import BusError, Message, Publisher, Rejected

try:
    import requests

    IMPORT_ERROR: str | None = None
except ImportError as missing:
    IMPORT_ERROR = str(missing)

#: The status codes that reject a message for good. Others, such as 401, 404, 429 and 5xx, may be temporary.
_REJECTED = frozenset({400, 410, 413, 415, 422})


class WebhookPublisher(Publisher):
    """Posts to ``url``, with an optional bearer ``token``, ``headers``, and a ``timeout`` in seconds.

    The header Idempotency-Key holds the ID of the message.
    """

    kind = "webhook"
    settings = ("url", "token", "headers", "timeout")
    required = ("url",)

    def __init__(self, name: str, settings: Mapping[str, Any]) -> None:
        super().__init__(name)
        self._url = str(settings["url"])
        self._timeout = float(str(settings.get("timeout", 5)))
        self._headers = {str(key): str(value) for key, value in (settings.get("headers") or {}).items()}
        if settings.get("token"):
            self._headers["Authorization"] = f"Bearer {settings['token']}"

    @classmethod
    def configured(cls, name: str, settings: Mapping[str, Any], ledger: str) -> WebhookPublisher:
        return cls(name, settings)

    def publish(self, messages: Sequence[Message]) -> None:
        if IMPORT_ERROR:
            raise BusError(
                f"{self.name} needs the Python package requests ({IMPORT_ERROR}); install it on the controller"
            )
        where = self._url.partition("?")[0]
        with requests.Session() as session:
            session.trust_env = False
            for taken, message in enumerate(messages):
                headers = {**self._headers, "Idempotency-Key": message.id}
                try:
                    response = session.post(
                        self._url, json=message.as_dict(), headers=headers, timeout=self._timeout, allow_redirects=False
                    )
                except requests.RequestException as problem:
                    raise BusError(
                        f"{self.name}: {where} does not respond ({type(problem).__name__}); check url in decoy_bus",
                        taken,
                    ) from None
                if response.status_code in _REJECTED:
                    raise Rejected(f"{self.name}: {where} rejects a message with status {response.status_code}", taken)
                if not 200 <= response.status_code < 300:
                    raise BusError(f"{self.name}: {where} responds with status {response.status_code}", taken)
