# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a driver answers to. A driver decides nothing: body, owner, mode and times are in the action."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import Action, Outcome

from ...transports.base import DeckyUnreachable, PlantedFile, Transport, TransportError


class ActivityDriver(ABC):
    """Carries out some kinds of action. A driver that plants or reads files overrides what it can do."""

    #: The kinds of action that it carries out.
    carries: ClassVar[tuple[type[Action], ...]] = ()
    #: Drivers run in this order.
    order: ClassVar[int] = 0

    def __init__(self, transport: Transport) -> None:
        self.transport = transport

    @abstractmethod
    def run(self, action: Action) -> Outcome:
        """Carries out one action; a decky that refuses it is an unsuccessful outcome, not an exception.

        Raises DeckyUnreachable where the decky does not answer at all.
        """

    def run_batch(self, actions: Sequence[Action]) -> list[Outcome]:
        """Carries out several; drivers that can do so in one round trip override this."""
        return [self.run(action) for action in actions]

    def plant_file(self, file: PlantedFile) -> None:
        """Writes one file. Raises NotImplementedError where this driver plants nothing."""
        raise NotImplementedError(f"{type(self).__name__} plants no files")

    def read_file(self, path: str) -> bytes:
        """Reads one file. Raises NotImplementedError where this driver reads nothing, FileNotFoundError."""
        raise NotImplementedError(f"{type(self).__name__} reads no files")


class WritingDriver(ActivityDriver):
    """A driver that writes files, all of a batch in one round trip."""

    @abstractmethod
    def run_batch(self, actions: Sequence[Action]) -> list[Outcome]:
        """Carries out all of them."""

    def run(self, action: Action) -> Outcome:
        return self.run_batch([action])[0]

    def plant_groups(self, groups: Sequence[Sequence[PlantedFile]]) -> list[str | None]:
        """Writes the files of all groups in one round trip; where that fails each group alone, so that a bad path costs only its own group.

        For each group None, or why it was not written. Raises DeckyUnreachable.
        """
        if not groups:
            return []
        try:
            self.transport.plant([file for group in groups for file in group])
        except DeckyUnreachable:
            raise
        except TransportError as problem:
            if len(groups) == 1:
                return [str(problem)]
            return [error for group in groups for error in self.plant_groups([group])]
        return [None] * len(groups)

    def plant_file(self, file: PlantedFile) -> None:
        self.transport.plant([file])

    def read_file(self, path: str) -> bytes:
        return self.transport.read_file(path)
