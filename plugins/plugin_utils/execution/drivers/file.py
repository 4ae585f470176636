# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The driver of files: creates and edits all files of a run in one write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import (
    Action,
    EditAction,
    FileAction,
    Outcome,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions.files import WrittenFile
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import content_hash

from ...transports.base import PlantedFile
from .base import WritingDriver
from .stamps import stamps


class FileDriver(WritingDriver):
    """Carries out FileAction and EditAction."""

    carries: ClassVar[tuple[type[Action], ...]] = (FileAction, EditAction)
    order: ClassVar[int] = 1

    def run_batch(self, actions: Sequence[Action]) -> list[Outcome]:
        written = [cast(WrittenFile, action) for action in actions]
        # If a batch holds two versions of one file, only the last one is written.
        last = {action.path: action for action in written}
        errors = dict(zip(last, self.plant_groups([[_planted(action)] for action in last.values()]), strict=True))
        return [_outcome(action, errors[action.path]) for action in written]


def _planted(action: WrittenFile) -> PlantedFile:
    mtime, atime = stamps(action.path, action.moment)
    return PlantedFile(
        action.path,
        action.body,
        action.uid,
        action.gid,
        action.mode,
        mtime,
        atime,
        unguessable=isinstance(action, FileAction) and action.unguessable,
        in_place=isinstance(action, EditAction),
    )


def _outcome(action: WrittenFile, error: str | None) -> Outcome:
    if error is not None:
        return Outcome(action=action, success=False, error=error, payload={"path": action.path})
    digest = content_hash(action.body)
    payload = {"path": action.path, "content_hash": digest}
    return Outcome(action=action, success=True, changed=True, payload=payload, body=action.body, content_hash=digest)
