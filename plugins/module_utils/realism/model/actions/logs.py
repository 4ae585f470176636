# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs: lines are appended, files rotated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ..changes import Change, FileWritten
from ..content_classes import ContentClass
from .base import Action, Outcome, shown


@dataclass(frozen=True, kw_only=True)
class LogAction(Action):
    """Something that happens to a log of the system."""

    path: str
    content_class: ContentClass

    kind: ClassVar[str] = "file"
    room: ClassVar[str] = "orchestrator.file"

    def outline(self) -> dict[str, Any]:
        return {**super().outline(), "path": self.path, "content_class": self.content_class.value}


@dataclass(frozen=True, kw_only=True)
class AppendAction(LogAction):
    """Lines for the end of a log: ``body``.

    ``tail`` is the end that was read; uid, gid and mode serve a log to be made.
    """

    tail: bytes
    body: bytes
    uid: int
    gid: int
    mode: int

    event_action: ClassVar[str] = "file:edit"

    def payload(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "content_class": self.content_class.value,
            "mode": f"{self.mode:04o}",
            "bytes": len(self.body),
        }

    def changes(self, outcome: Outcome) -> tuple[Change, ...]:
        if not outcome.success or outcome.body is None:
            return ()
        return (
            FileWritten(
                decky=self.decky,
                path=self.path,
                persona=self.persona,
                content_class=self.content_class.value,
                body=outcome.body,
                moment=self.moment,
                content_hash=outcome.content_hash,
            ),
        )

    def outline(self) -> dict[str, Any]:
        return {
            **super().outline(),
            "uid": self.uid,
            "gid": self.gid,
            "mode": f"{self.mode:04o}",
            "bytes": len(self.body),
        }

    def diff(self) -> Mapping[str, str] | None:
        return shown(self.tail, self.tail + self.body, self.path)


@dataclass(frozen=True, kw_only=True)
class RotateAction(LogAction):
    """A rotation as logrotate does it: the log is renamed, the one before compressed, ``keep`` are kept.

    ``status_entry`` is its line in logrotate's status file at ``status_path``, for a host that has that file.
    """

    keep: int
    status_path: str = ""
    status_entry: str = ""

    event_action: ClassVar[str] = "file:rotate"

    def payload(self) -> dict[str, Any]:
        return {"path": self.path, "content_class": self.content_class.value, "keep": self.keep}
