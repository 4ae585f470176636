# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants, edits, appends to and rotates files. All files of a tick ride in one write.

Where the write of a whole batch fails, each file is tried alone, so that one bad path costs only itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Union, cast

from ansible_collections.decnet.realism.plugins.module_utils.realism.dice import dice
from ansible_collections.decnet.realism.plugins.module_utils.realism.taxonomy import (
    Action,
    ContentClass,
    EditAction,
    FileAction,
    RotateAction,
)

from ..transports.base import Append, DeckyUnreachable, PlantedFile, TransportError
from ..transports.rotation import Rotation
from .base import ActivityResult, WritingDriver

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def nanoseconds(moment: datetime) -> int:
    """Nanoseconds since the epoch of an aware moment, exact to the microsecond it has."""
    delta = moment - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000_000 + delta.microseconds * 1_000


def stamps(path: str, moment: datetime) -> tuple[int, int]:
    """(mtime, atime) in nanoseconds: what an editor leaves, below the microsecond too, and never equal to one another.

    Of 130 ordinary writes measured none had equal stamps; an editor reads the file again within milliseconds.
    """
    rng = dice("stamps", path, moment.isoformat())
    mtime = nanoseconds(moment) + rng.randrange(1, 1000)
    return mtime, mtime + rng.randrange(400_000, 60_000_000)


_Written = Union[FileAction, EditAction]
_FileShaped = Union[FileAction, EditAction, RotateAction]


class FileDriver(WritingDriver):
    """FileAction, EditAction and RotateAction."""

    def run_batch(self, actions: Sequence[Action]) -> list[ActivityResult]:
        errors: dict[int, str | None] = {}
        rotations = [index for index, action in enumerate(actions) if isinstance(action, RotateAction)]
        appends = [index for index, action in enumerate(actions) if isinstance(action, EditAction) and action.append]
        writes = [index for index in range(len(actions)) if index not in rotations and index not in appends]
        # The last lines of a log come before it is rotated away, and the others after.
        turned = {action.path: action.mtime for action in actions if isinstance(action, RotateAction)}
        early = [
            index
            for index in appends
            if (last := cast(EditAction, actions[index])).path in turned and last.mtime <= turned[last.path]
        ]
        if early:
            errors.update(self._append([(index, actions[index]) for index in early]))
            appends = [index for index in appends if index not in early]
        errors.update(self._rotate({index: cast(RotateAction, actions[index]) for index in rotations}))
        errors.update(self._append([(index, actions[index]) for index in appends]))
        errors.update(self._plant([(index, actions[index]) for index in writes]))
        return [_result(cast(_FileShaped, action), errors[index]) for index, action in enumerate(actions)]

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

    def _rotate(self, actions: Mapping[int, RotateAction]) -> dict[int, str | None]:
        if not actions:
            return {}
        rotations = [Rotation(item.path, item.keep, stamps(item.path, item.mtime)[0]) for item in actions.values()]
        try:
            reasons = self.transport.rotate(rotations)
        except DeckyUnreachable:
            raise
        except TransportError as problem:
            return dict.fromkeys(actions, str(problem))
        host = self.transport.host
        return {
            index: None
            if (reason := reasons[item.path]) is None
            else f"{item.path} on {host} was not rotated: {reason}"
            for index, item in actions.items()
        }


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
