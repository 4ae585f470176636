# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants, edits, appends to and rotates files. All files of a tick ride in one write.

Where the write of a whole batch fails, each file is tried alone, so that one bad path costs only itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Union, cast

from ansible_collections.decnet.realism.plugins.module_utils.realism.taxonomy import (
    Action,
    ContentClass,
    EditAction,
    FileAction,
    RotateAction,
)

from ..transports.base import Append, DeckyUnreachable, PlantedFile, TransportError
from .base import ActivityResult, WritingDriver
from .rotation import rotate
from .stamps import stamps

_Written = Union[FileAction, EditAction]
_FileShaped = Union[FileAction, EditAction, RotateAction]


class FileDriver(WritingDriver):
    """FileAction, EditAction and RotateAction."""

    def run_batch(self, actions: Sequence[Action]) -> list[ActivityResult]:
        errors: dict[int, str | None] = {}
        rotations, appends = self._rounds(actions)
        # What was logged before a rotation goes into the log that is rotated away, the rest into the new one.
        for turn in range(max([*rotations, *appends], default=-1) + 1):
            errors.update(self._append([(index, actions[index]) for index in appends.get(turn, ())]))
            due = rotations.get(turn, [])
            errors.update(zip(due, rotate(self.transport, [cast(RotateAction, actions[index]) for index in due])))
        writes = [index for index in range(len(actions)) if index not in errors]
        errors.update(self._plant([(index, actions[index]) for index in writes]))
        return [_result(cast(_FileShaped, action), errors[index]) for index, action in enumerate(actions)]

    @staticmethod
    def _rounds(actions: Sequence[Action]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """The rotations and the appends by how many rotations of the same log come before; each round appends, then rotates."""
        moments: dict[str, list[datetime]] = {}
        for action in actions:
            if isinstance(action, RotateAction):
                moments.setdefault(action.path, []).append(action.mtime)
        rotations: dict[int, list[int]] = {}
        appends: dict[int, list[int]] = {}
        for index, action in enumerate(actions):
            if isinstance(action, RotateAction) or (isinstance(action, EditAction) and action.append):
                earlier = sum(moment < action.mtime for moment in moments.get(action.path, ()))
                rounds = rotations if isinstance(action, RotateAction) else appends
                rounds.setdefault(earlier, []).append(index)
        return rotations, appends

    def _plant(self, indexed: list[tuple[int, Action]]) -> dict[int, str | None]:
        if not indexed:
            return {}
        written = [(index, cast(_Written, action)) for index, action in indexed]
        last = {action.path: action for _index, action in written}
        try:
            self.transport.plant([_planted(action) for action in last.values()])
            return {index: None for index, _action in indexed}
        except DeckyUnreachable:
            raise
        except TransportError as problem:
            if len(last) == 1:
                return {index: str(problem) for index, _action in indexed}
        errors: dict[str, str | None] = {}
        for path, action in last.items():
            try:
                self.transport.plant([_planted(action)])
                errors[path] = None
            except DeckyUnreachable:
                raise
            except TransportError as problem:
                errors[path] = str(problem)
        return {index: errors[action.path] for index, action in written}

    def _append(self, indexed: list[tuple[int, Action]]) -> dict[int, str | None]:
        if not indexed:
            return {}
        lines = [(index, cast(EditAction, action)) for index, action in indexed]
        appends = [_appended(action) for _index, action in lines]
        try:
            landed = self.transport.append(appends)
        except DeckyUnreachable:
            raise
        except TransportError as problem:
            return {index: str(problem) for index, _action in indexed}
        grown = "it changed between being read and being appended to; the next tick reads it again"
        return {index: None if landed.get(action.path) else f"{action.path}: {grown}" for index, action in lines}


def _planted(action: FileAction | EditAction) -> PlantedFile:
    mtime, atime = stamps(action.path, action.mtime)
    random_name = isinstance(action, FileAction) and action.content_class is ContentClass.CACHE_TMP
    return PlantedFile(
        action.path, action.body, action.uid, action.gid, action.mode, mtime, atime, unguessable=random_name
    )


def _appended(action: EditAction) -> Append:
    mtime, _atime = stamps(action.path, action.mtime)
    return Append(action.path, action.body, action.uid, action.gid, action.mode, mtime)


def _result(action: FileAction | EditAction | RotateAction, error: str | None) -> ActivityResult:
    if isinstance(action, RotateAction):
        return ActivityResult(action, error is None, error is None, error, {"path": action.path})
    if error is not None:
        return ActivityResult(action, False, False, error, {"path": action.path})
    full = action.previous_body + action.body if isinstance(action, EditAction) and action.append else action.body
    digest = hashlib.sha256(full).hexdigest()
    return ActivityResult(action, True, True, None, {"path": action.path, "content_hash": digest}, full, digest)
