# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What carries out actions: a driver for each shape of action, over whatever transport the decky has.

A driver decides nothing: body, owner, mode and times are in the action.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.taxonomy import Action

from ...transports.base import PlantedFile, Transport


@dataclass(frozen=True)
class ActivityResult:
    """What became of one action. ``body`` is the whole new content where there is one, for logs the lines added."""

    action: Action
    success: bool
    changed: bool = False
    error: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    body: bytes | None = None
    content_hash: str | None = None


class ActivityDriver(ABC):
    """Carries out one shape of action. A driver that plants or reads overrides what it can do."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport

    @abstractmethod
    def run(self, action: Action) -> ActivityResult:
        """Carry out one action; a decky that refuses it is an unsuccessful result, not an exception.

        Raises DeckyUnreachable where the decky does not answer at all.
        """

    def run_batch(self, actions: Sequence[Action]) -> list[ActivityResult]:
        """Carry out several; drivers that can do so in one round trip override this."""
        return [self.run(action) for action in actions]

    def plant_file(self, file: PlantedFile) -> None:
        """Write one file. Raises NotImplementedError where this driver plants nothing."""
        raise NotImplementedError(f"{type(self).__name__} plants no files")

    def read_file(self, path: str) -> bytes:
        """Read one file. Raises NotImplementedError where this driver reads nothing, FileNotFoundError."""
        raise NotImplementedError(f"{type(self).__name__} reads no files")


class WritingDriver(ActivityDriver):
    """A driver that writes files, all of a batch in one round trip: such a driver has :meth:`run_batch` of its own."""

    @abstractmethod
    def run_batch(self, actions: Sequence[Action]) -> list[ActivityResult]:
        """Carry out all of them."""

    def run(self, action: Action) -> ActivityResult:
        return self.run_batch([action])[0]

    def plant_file(self, file: PlantedFile) -> None:
        self.transport.plant([file])

    def read_file(self, path: str) -> bytes:
        return self.transport.read_file(path)
