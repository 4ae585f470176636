# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Publishes to a NATS server, the topic being the subject.

With ``jetstream`` each message is acknowledged and identified by its id.
"""

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
    """Publishes to ``url``, with ``token`` or ``user`` and ``password`` where the server wants them.

    ``prefix`` is put before the subjects; ``timeout`` is in seconds; ``jetstream`` has a stream keep the messages.

    Without JetStream a message reaches those who listen at that moment; with it, a stream keeps it, and a message that
    is sent again after a lost acknowledgement is not kept twice (``Nats-Msg-Id``).
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
                f"{self.name} needs the Python package nats-py on the controller ({IMPORT_ERROR}); install it there"
            )
        taken = [0]
        try:
            asyncio.run(asyncio.wait_for(self._send(messages, taken), self._timeout * 4 + len(messages) * 0.1))
        except (TimeoutError, nats.errors.Error, nats.js.errors.Error, OSError) as problem:
            where = self._url.rpartition("@")[2].removeprefix("nats://")
            raise BusError(
                f"{self.name}: {where} does not take messages ({type(problem).__name__})", taken[0]
            ) from None

    async def _send(self, messages: Sequence[Message], taken: list[int]) -> None:
        async def told(_problem: Exception) -> None:
            """The library would print what is raised below anyway."""

        connection = await nats.connect(
            self._url,
            allow_reconnect=False,
            connect_timeout=int(max(1, self._timeout)),
            error_cb=told,
            name="decnet.realism",
            **self._credentials,
        )
        try:
            stream = connection.jetstream(timeout=self._timeout) if self._jetstream else None
            for message in messages:
                body, headers = json.dumps(message.as_dict(), sort_keys=True).encode(), {"Nats-Msg-Id": message.id}
                if stream is not None:
                    await stream.publish(self._prefix + message.topic, body, headers=headers)
                    taken[0] += 1
                else:
                    await connection.publish(self._prefix + message.topic, body, headers=headers)
            if stream is None:
                await connection.flush(timeout=max(1, int(self._timeout)))
                taken[0] = len(messages)
        finally:
            await connection.close()
