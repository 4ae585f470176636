# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Appends to logs and rotates them, in the order of the moments.

The last lines of a log come before it is rotated away, and later ones after.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import ClassVar

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import (
    Action,
    AppendAction,
    Outcome,
    RotateAction,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import content_hash

from ...transports.base import Append, DeckyUnreachable, TransportError
from .base import WritingDriver
from .stamps import stamps

# What logrotate does with `rotate N`, `compress` and `delaycompress`: the oldest goes, .1 is compressed, the log renamed.
_ROTATE = """
f={path}; n={keep}
[ -f "$f" ] && [ ! -L "$f" ] || exit 3
rm -f -- "$f.$n.gz"
while [ "$n" -gt 2 ]; do p=$((n - 1)); [ ! -f "$f.$p.gz" ] || mv -f -- "$f.$p.gz" "$f.$n.gz"; n=$p; done
if [ -f "$f.1" ]; then gzip -c -- "$f.1" > "$f.2.gz" && chown --reference="$f.1" -- "$f.2.gz" && chmod --reference="$f.1" -- "$f.2.gz" \
&& touch -r "$f.1" -- "$f.2.gz"; fi
mv -f -- "$f" "$f.1" && : > "$f" && chown --reference="$f.1" -- "$f" && chmod --reference="$f.1" -- "$f"
"""


class LogDriver(WritingDriver):
    """AppendAction and RotateAction."""

    carries: ClassVar[tuple[type[Action], ...]] = (AppendAction, RotateAction)

    def run_batch(self, actions: Sequence[Action]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        waiting: list[AppendAction] = []
        for action in actions:
            if isinstance(action, AppendAction):
                waiting.append(action)
                continue
            outcomes += self._append(waiting)
            waiting = []
            if isinstance(action, RotateAction):
                outcomes.append(self._rotate(action))
        return [*outcomes, *self._append(waiting)]

    def _append(self, actions: Sequence[AppendAction]) -> list[Outcome]:
        if not actions:
            return []
        try:
            landed = self.transport.append([_appended(action) for action in actions])
        except DeckyUnreachable:
            raise
        except TransportError as problem:
            return [_outcome(action, str(problem)) for action in actions]
        grown = "it changed between being read and being appended to; the next run reads it again"
        return [_outcome(action, None if landed.get(action.path) else f"{action.path}: {grown}") for action in actions]

    def _rotate(self, action: RotateAction) -> Outcome:
        done = self.transport.run(_ROTATE.format(path=shlex.quote(action.path), keep=action.keep))
        error = None if done.rc == 0 else f"{action.path}: rotation ended with status {done.rc}"
        return Outcome(
            action=action, success=error is None, changed=error is None, error=error, payload={"path": action.path}
        )


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
