# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The publisher ``nats``, which publishes to a NATS server with the topic as the subject."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from .base import BusError, Message, Publisher

try:
    import nats
    import nats.errors
    import nats.js.errors

    IMPORT_ERROR: str | None = None
except ImportError as missing:
    IMPORT_ERROR = str(missing)


class NatsPublisher(Publisher):
    """Publishes to ``url``, with ``token`` or ``user`` and ``password`` where the server requires them.

    ``prefix`` is prepended to the subjects; ``timeout`` is in seconds. Without ``jetstream``, a message reaches the
    subscribers that are connected at that moment. With it, a stream stores and acknowledges each message, and discards
    duplicates by their ``Nats-Msg-Id``.
    """

    kind = "nats"
    settings = ("url", "token", "user", "password", "jetstream", "prefix", "timeout")
    required = ("url",)

    def __init__(self, name: str, settings: Mapping[str, Any]) -> None:
        super().__init__(name)
        self._url = str(settings["url"])
        self._jetstream = str(settings.get("jetstream", False)).lower() in ("true", "yes", "1")
        self._prefix = f"{settings['prefix']}." if settings.get("prefix") else ""
        self._timeout = float(str(settings.get("timeout", 5)))
        self._credentials = {key: str(settings[key]) for key in ("token", "user", "password") if settings.get(key)}

    @classmethod
    def configured(cls, name: str, settings: Mapping[str, Any], ledger: str) -> NatsPublisher:
        return cls(name, settings)

    def publish(self, messages: Sequence[Message]) -> None:
        if IMPORT_ERROR:
            raise BusError(
                f"{self.name} needs the Python package nats-py ({IMPORT_ERROR}); install it on the controller"
            )
        accepted = [0]
        try:
            asyncio.run(asyncio.wait_for(self._send(messages, accepted), self._timeout * 4 + len(messages) * 0.1))
        except (TimeoutError, nats.errors.Error, nats.js.errors.Error, OSError) as problem:
            where = self._url.rpartition("@")[2].removeprefix("nats://")
            raise BusError(
                f"{self.name}: {where} does not accept messages ({type(problem).__name__}); check url in decoy_bus",
                accepted[0],
            ) from None

    async def _send(self, messages: Sequence[Message], accepted: list[int]) -> None:
        async def ignored(_problem: Exception) -> None:
            """Suppresses the message of the library; the error is raised below."""

        connection = await nats.connect(
            self._url,
            allow_reconnect=False,
            connect_timeout=int(max(1, self._timeout)),
            error_cb=ignored,
            name="decnet.realism",
            **self._credentials,
        )
        try:
            stream = connection.jetstream(timeout=self._timeout) if self._jetstream else None
            for message in messages:
                body, headers = json.dumps(message.as_dict(), sort_keys=True).encode(), {"Nats-Msg-Id": message.id}
                if stream is not None:
                    await stream.publish(self._prefix + message.topic, body, headers=headers)
                    accepted[0] += 1
                else:
                    await connection.publish(self._prefix + message.topic, body, headers=headers)
            if stream is None:
                await connection.flush(timeout=max(1, int(self._timeout)))
                accepted[0] = len(messages)
        finally:
            await connection.close()
