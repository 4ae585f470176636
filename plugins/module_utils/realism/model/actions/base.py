# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every action knows of itself: its event, its outline for the operator, its diff, how a crash is recovered."""

from __future__ import annotations

import re
from abc import ABC
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from ..changes import Change

#: A diff of more than this helps no reader.
MAX_DIFF_BYTES = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Action(ABC):
    """One thing to do on a decky, everything random already decided.

    ``moment`` is the aware moment that the action claims, ``persona`` a login (None for the system),
    ``activity_time`` the id of the activity time that it fulfils.
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
    #: Whether it goes to the containers that hold mailboxes instead of the decky itself.
    in_mailbox: ClassVar[bool] = False
    #: Whether the task fails where the decky refuses this action, and whether the operator is warned.
    failure_is_fatal: ClassVar[bool] = True
    failure_warns: ClassVar[bool] = False

    @property
    def topic(self) -> str:
        """``orchestrator.<room>.<decky>``; characters that a bus reads as structure become ``_``."""
        return f"{self.room}.{re.sub(r'[^A-Za-z0-9_-]', '_', self.decky)}"

    def payload(self) -> dict[str, Any]:
        """What the event keeps of the action, JSON-ready."""
        return {}

    def recovery(self) -> dict[str, Any]:
        """How to tell, after a crash, whether the action took place; JSON-ready, empty where nothing can tell.

        ``paths`` are the places where it may stand, ``content_hash`` what the content there hashes to, ``record``
        the row of a mail.
        """
        return {}

    def event(self, outcome: Outcome | None = None) -> dict[str, Any]:
        """The columns of the action's event, without ``ts`` and ``uuid``. Without an outcome it is an intent."""
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
        """What a successful event keeps of the change itself, such as a bounded diff."""
        return {}

    def changes(self, outcome: Outcome) -> tuple[Change, ...]:
        """What the outcome changes in the ledger's rows."""
        return ()

    def outline(self) -> dict[str, Any]:
        """The action as a return value of a task."""
        return {"action": self.event_action, "persona": self.persona, "occurred_at": self.moment.isoformat()}

    def diff(self) -> Mapping[str, str] | None:
        """The change in Ansible's diff format; None where there is nothing to show."""
        return None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one action. ``body`` is the whole new content where there is one, for logs the lines added."""

    action: Action
    success: bool
    changed: bool = False
    error: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    body: bytes | None = None
    content_hash: str = ""

    def changes(self) -> tuple[Change, ...]:
        """What it changes in the ledger's rows."""
        return self.action.changes(self)

    def outline(self) -> dict[str, Any]:
        """The action with what became of it, as a return value of a task."""
        error = {"error": self.error} if self.error else {}
        return {**self.action.outline(), **self.payload, "success": self.success, **error}


def shown(before: bytes, after: bytes, path: str) -> dict[str, str]:
    """A diff of two contents; sizes only where one of them is too long to read."""
    if max(len(before), len(after)) > MAX_DIFF_BYTES:
        before, after = b"(too long to show)\n", f"({len(after)} bytes)\n".encode()
    return {
        "before_header": f"{path} (before)",
        "after_header": f"{path} (after)",
        "before": before.decode("utf-8", "replace"),
        "after": after.decode("utf-8", "replace"),
    }
