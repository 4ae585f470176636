# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base class of actions: event, outline for the operator, diff, and recovery after a crash."""

from __future__ import annotations

import re
from abc import ABC
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from ..changes import Change

#: Contents beyond this size are shown by their size only.
MAX_DIFF_BYTES = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Action(ABC):
    """One thing to do on a decky. Every random choice is made before it is created.

    ``moment`` is the aware time that the action claims, ``persona`` a login (None for the system), ``activity_time``
    the id of the activity time that the action fulfils.
    """

    decky: str
    moment: datetime
    persona: str | None = None
    activity_time: str | None = None

    #: ``file``, ``traffic`` or ``email``: the kind of the event.
    kind: ClassVar[str]
    #: The event's action, such as ``file:create``.
    event_action: ClassVar[str]
    #: The first part of the event's topic.
    room: ClassVar[str]
    #: Whether the action runs on the containers that hold mailboxes and not on the decky itself.
    in_mailbox: ClassVar[bool] = False
    #: Whether the task fails when the decky refuses the action, and whether the operator is warned.
    failure_is_fatal: ClassVar[bool] = True
    failure_warns: ClassVar[bool] = False

    @property
    def topic(self) -> str:
        """``orchestrator.<room>.<decky>``; characters that a bus reads as structure become ``_``."""
        return f"{self.room}.{re.sub(r'[^A-Za-z0-9_-]', '_', self.decky)}"

    def payload(self) -> dict[str, Any]:
        """The payload of the action's event, JSON-ready."""
        return {}

    def recovery(self) -> dict[str, Any]:
        """The values that show after a crash whether the action took place, JSON-ready.

        ``paths`` are the candidate paths, ``content_hash`` is the hash of the expected content, ``record`` the row of
        a mail. The mapping is empty where nothing shows it.
        """
        return {}

    def event(self, outcome: Outcome | None = None) -> dict[str, Any]:
        """The columns of the action's event without ``ts`` and ``uuid``. Without an outcome, the event is an intent."""
        payload = self.payload()
        if outcome is None:
            recovery = self.recovery()
            payload |= {"recovery": recovery} if recovery else {}
        else:
            payload |= self.evidence_of_change() if outcome.success else {}
            payload |= {**outcome.payload, **({"error": outcome.error} if outcome.error else {})}
        return {
            "occurred_at": self.moment.isoformat(),
            "activity_time": self.activity_time,
            "kind": self.kind,
            "protocol": None,
            "action": self.event_action,
            "persona": self.persona,
            "src_decky": None,
            "dst_decky": self.decky,
            "success": bool(outcome and outcome.success),
            "status": "pending" if outcome is None else "done" if outcome.success else "failed",
            "topic": self.topic,
            "payload": payload,
        }

    def evidence_of_change(self) -> dict[str, Any]:
        """The part of a successful event's payload that describes the change, such as a bounded diff."""
        return {}

    def changes(self, outcome: Outcome) -> tuple[Change, ...]:
        """The changes that the outcome makes to the ledger's rows."""
        return ()

    def outline(self) -> dict[str, Any]:
        """The action as a return value of a task."""
        return {"action": self.event_action, "persona": self.persona, "occurred_at": self.moment.isoformat()}

    def diff(self) -> Mapping[str, str] | None:
        """The change in Ansible's diff format; None where there is nothing to show."""
        return None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The result of one action.

    ``body`` is the whole new content of a file, or the lines added to a log; None for any other action.
    """

    action: Action
    success: bool
    changed: bool = False
    error: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    body: bytes | None = None
    content_hash: str = ""

    def changes(self) -> tuple[Change, ...]:
        """The changes that the outcome makes to the ledger's rows."""
        return self.action.changes(self)

    def outline(self) -> dict[str, Any]:
        """The action and its result as a return value of a task."""
        error = {"error": self.error} if self.error else {}
        return {**self.action.outline(), **self.payload, "success": self.success, **error}


def content_diff(before: bytes, after: bytes, path: str) -> dict[str, str]:
    """Two contents in Ansible's diff format; only their sizes where one exceeds :data:`MAX_DIFF_BYTES`."""
    if max(len(before), len(after)) > MAX_DIFF_BYTES:
        before, after = b"(too long to show)\n", f"({len(after)} bytes)\n".encode()
    return {
        "before_header": f"{path} (before)",
        "after_header": f"{path} (after)",
        "before": before.decode("utf-8", "replace"),
        "after": after.decode("utf-8", "replace"),
    }
