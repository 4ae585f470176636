# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of a driver. A driver decides nothing: the action holds the body, the owner, the mode and the times."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import Action, Outcome

from ...transports.base import DeckyUnreachable, PlantedFile, Transport, TransportError


class ActivityDriver(ABC):
    """A driver of one or more kinds of action. Drivers that plant or read files override these methods."""

    #: The kinds of action that this driver carries out.
    carries: ClassVar[tuple[type[Action], ...]] = ()
    #: The place of the driver in a run; lower numbers run first.
    order: ClassVar[int] = 0

    def __init__(self, transport: Transport) -> None:
        self.transport = transport

    @abstractmethod
    def run(self, action: Action) -> Outcome:
        """The outcome of one action. An action that the decky refuses has an unsuccessful outcome and raises nothing.

        Raises DeckyUnreachable if the decky does not respond.
        """

    def run_batch(self, actions: Sequence[Action]) -> list[Outcome]:
        """The outcomes of several actions, in their order. Drivers that need one round trip for all override this."""
        return [self.run(action) for action in actions]

    def plant_file(self, file: PlantedFile) -> None:
        """Writes one file. Raises NotImplementedError if this driver plants no files."""
        raise NotImplementedError(f"{type(self).__name__} plants no files")

    def read_file(self, path: str) -> bytes:
        """The content of one file. Raises FileNotFoundError, NotImplementedError if this driver reads no files."""
        raise NotImplementedError(f"{type(self).__name__} reads no files")


class WritingDriver(ActivityDriver):
    """A driver that writes all files of a batch in one round trip."""

    @abstractmethod
    def run_batch(self, actions: Sequence[Action]) -> list[Outcome]:
        """The outcomes of the actions, in their order."""

    def run(self, action: Action) -> Outcome:
        return self.run_batch([action])[0]

    def plant_groups(self, groups: Sequence[Sequence[PlantedFile]]) -> list[str | None]:
        """Why each group of files was not written, in the order of the groups; None for a group that was written.

        All groups are written in one round trip. If that fails, each group is written alone, so that a bad path fails
        only its own group. Raises DeckyUnreachable.
        """
        if not groups:
            return []
        files = [file for group in groups for file in group]
        try:
            if len(files) == 1:
                self.plant_file(files[0])
            else:
                self.transport.plant(files)
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
