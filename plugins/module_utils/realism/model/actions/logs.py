# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions on logs: append and rotate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ..changes import Change, FileWritten
from ..content_classes import ContentClass
from .base import Action, Outcome, content_diff


@dataclass(frozen=True, kw_only=True)
class LogAction(Action):
    """An action on a log of the system."""

    path: str
    content_class: ContentClass

    kind: ClassVar[str] = "file"
    room: ClassVar[str] = "orchestrator.file"

    def outline(self) -> dict[str, Any]:
        return {**super().outline(), "path": self.path, "content_class": self.content_class.value}


@dataclass(frozen=True, kw_only=True)
class AppendAction(LogAction):
    """Lines to append to a log.

    ``body`` holds the lines, ``tail`` the end of the log as it was read. ``uid``, ``gid`` and ``mode`` apply where the
    log is created.
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
        return content_diff(self.tail, self.tail + self.body, self.path)


@dataclass(frozen=True, kw_only=True)
class RotateAction(LogAction):
    """A rotation as logrotate performs it: the log is renamed, the previous one is compressed, ``keep`` logs are kept.

    ``status_entry`` is the line for logrotate's status file at ``status_path``; it is written where that file exists.
    """

    keep: int
    status_path: str = ""
    status_entry: str = ""

    event_action: ClassVar[str] = "file:rotate"

    def payload(self) -> dict[str, Any]:
        return {"path": self.path, "content_class": self.content_class.value, "keep": self.keep}
