# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The driver of logs: appends to them and rotates them, in the order of the moments.

The last lines of a log are appended before its rotation, and later lines after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar, cast

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import (
    Action,
    AppendAction,
    Outcome,
    RotateAction,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import content_hash

from ...transports.base import Append, DeckyUnreachable, TransportError
from .base import WritingDriver
from .rotation import rotate
from .stamps import stamps


class LogDriver(WritingDriver):
    """Carries out AppendAction and RotateAction."""

    carries: ClassVar[tuple[type[Action], ...]] = (AppendAction, RotateAction)

    def run_batch(self, actions: Sequence[Action]) -> list[Outcome]:
        # Each stretch of one kind is one round trip. Lines of the moment of a rotation are appended before it.
        ordered = sorted(actions, key=lambda action: (action.moment, isinstance(action, RotateAction)))
        outcomes: list[Outcome] = []
        for kind, stretch in groupby(ordered, type):
            if kind is AppendAction:
                outcomes += self._append([cast(AppendAction, action) for action in stretch])
            else:
                outcomes += self._rotate([cast(RotateAction, action) for action in stretch])
        found = {id(outcome.action): outcome for outcome in outcomes}
        return [found[id(action)] for action in actions]

    def _append(self, actions: Sequence[AppendAction]) -> list[Outcome]:
        try:
            landed = self.transport.append([_appended(action) for action in actions])
        except DeckyUnreachable:
            raise
        except TransportError as problem:
            return [_outcome(action, str(problem)) for action in actions]
        grown = "the log changed after it was read; the next run reads it again"
        return [_outcome(action, None if landed.get(action.path) else f"{action.path}: {grown}") for action in actions]

    def _rotate(self, actions: Sequence[RotateAction]) -> list[Outcome]:
        return [
            Outcome(
                action=action, success=error is None, changed=error is None, error=error, payload={"path": action.path}
            )
            for action, error in zip(actions, rotate(self.transport, actions), strict=True)
        ]


def _appended(action: AppendAction) -> Append:
    mtime, _atime = stamps(action.path, action.moment)
    return Append(action.path, action.body, action.uid, action.gid, action.mode, mtime)


def _outcome(action: AppendAction, error: str | None) -> Outcome:
    if error is not None:
        return Outcome(action=action, success=False, error=error, payload={"path": action.path})
    known = action.tail + action.body
    digest = content_hash(known)
    payload = {"path": action.path, "content_hash": digest}
    return Outcome(action=action, success=True, changed=True, payload=payload, body=known, content_hash=digest)
