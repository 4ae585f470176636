# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of a publisher, which accepts messages in order and reports how many it accepted."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


class BusError(Exception):
    """A publisher accepts no messages at present. ``taken`` is the number of messages that it accepted before.

    The message is one sentence without tokens.
    """

    def __init__(self, reason: str, taken: int = 0) -> None:
        super().__init__(reason)
        self.taken = taken


class Rejected(BusError):
    """The listener rejects the message after the first ``taken`` ones for good.

    That message is removed from the outbox, so that it does not block later ones.
    """


@dataclass(frozen=True)
class Message:
    """One event or heartbeat. ``id`` is the same in each attempt, so that listeners recognise duplicates."""

    id: str
    topic: str
    time: str
    data: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """The message as a mapping that can be serialised to JSON."""
        return {"id": self.id, "topic": self.topic, "time": self.time, "data": dict(self.data)}


class Publisher(ABC):
    """A publisher. ``name`` identifies its rows in the outbox."""

    #: The ``type`` of an item of ``decoy_bus``.
    kind: ClassVar[str]
    #: The settings of an item, and the required ones among them.
    settings: ClassVar[tuple[str, ...]] = ()
    required: ClassVar[tuple[str, ...]] = ()

    def __init__(self, name: str) -> None:
        self.name = name

    @classmethod
    @abstractmethod
    def configured(cls, name: str, settings: Mapping[str, Any], ledger: str) -> Publisher:
        """The publisher of one item. ``settings`` are validated; ``ledger`` is the location of the ledger."""

    @abstractmethod
    def publish(self, messages: Sequence[Message]) -> None:
        """Publishes all messages, in order. Raises BusError or Rejected with the number of accepted messages."""
