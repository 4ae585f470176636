# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every publisher does: take messages in order, and say how many it has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


class BusError(Exception):
    """A publisher does not take messages now; one sentence, without tokens. ``taken`` messages were taken before."""

    def __init__(self, reason: str, taken: int = 0) -> None:
        super().__init__(reason)
        self.taken = taken


class Rejected(BusError):
    """The listener will never take the message after the ``taken`` ones.

    The message is set aside, so that it does not block those behind it.
    """


@dataclass(frozen=True)
class Message:
    """One event, or a heartbeat. ``id`` is the same however often it is sent, so that listeners can tell."""

    id: str
    topic: str
    time: str
    data: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"id": self.id, "topic": self.topic, "time": self.time, "data": dict(self.data)}


class Publisher(ABC):
    """One way out. ``name`` is that of its rows in the outbox."""

    #: The ``type`` of an item of ``decoy_bus``.
    kind: ClassVar[str]
    #: The settings that an item may have, and those that it must have.
    settings: ClassVar[tuple[str, ...]] = ()
    required: ClassVar[tuple[str, ...]] = ()

    def __init__(self, name: str) -> None:
        self.name = name

    @classmethod
    @abstractmethod
    def configured(cls, name: str, settings: Mapping[str, Any], ledger: str) -> Publisher:
        """The publisher of one item. ``settings`` are known and complete; ``ledger`` is the ledger's location."""

    @abstractmethod
    def publish(self, messages: Sequence[Message]) -> None:
        """Hand over all messages, in order. Raises BusError, Rejected with how many were taken."""
