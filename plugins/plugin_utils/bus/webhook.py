# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""POSTs each event as JSON, with a token: for Event-Driven Ansible, SIEMs, and whatever else listens on HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .base import BusError, Message, Publisher, Rejected

try:
    import requests

    IMPORT_ERROR: str | None = None
except ImportError as missing:
    IMPORT_ERROR = str(missing)

#: Answers by which a listener says that it will never take this message. Others (401, 404, 429, 5xx) may be another
#: answer tomorrow.
_NEVER = frozenset({400, 410, 413, 415, 422})


class WebhookPublisher(Publisher):
    """``url``, and if wanted ``token`` (bearer), ``headers`` and ``timeout`` in seconds.

    The event's id goes along as Idempotency-Key.
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
                f"{self.name} needs the Python package requests on the controller ({IMPORT_ERROR}); install it there"
            )
        where = self._url.partition("?")[0]
        with requests.Session() as session:
            session.trust_env = False
            for taken, message in enumerate(messages):
                headers = {**self._headers, "Idempotency-Key": message.id}
                try:
                    answer = session.post(
                        self._url, json=message.as_dict(), headers=headers, timeout=self._timeout, allow_redirects=False
                    )
                except requests.RequestException as problem:
                    raise BusError(f"{self.name}: {where} does not answer ({type(problem).__name__})", taken) from None
                if answer.status_code in _NEVER:
                    raise Rejected(f"{self.name}: {where} refuses a message with status {answer.status_code}", taken)
                if not 200 <= answer.status_code < 300:
                    raise BusError(f"{self.name}: {where} answers with status {answer.status_code}", taken)
