# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task says of its actions: return values and diffs in Ansible's conventions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.taxonomy import (
    Action,
    EditAction,
    EmailAction,
    FileAction,
    FlagAction,
    RotateAction,
    TrafficAction,
)

from ..execution.drivers import ActivityResult

#: A diff of more than this says nothing to a reader.
MAX_DIFF_BYTES = 64 * 1024


def outline(action: Action) -> dict[str, Any]:
    """One action as a return value."""
    if isinstance(action, TrafficAction):
        return {
            "action": action.event_action,
            "persona": action.persona,
            "peer": action.dst_decky,
            "address": action.address,
            "port": action.port,
            "occurred_at": action.moment.isoformat(),
        }
    told: dict[str, Any] = {
        "action": action.event_action,
        "persona": action.persona,
        "occurred_at": action.mtime.isoformat(),
    }
    if isinstance(action, (FileAction, EditAction, RotateAction)):
        told |= {"path": action.path, "content_class": action.content_class.value}
    if isinstance(action, (FileAction, EditAction)):
        told |= {"uid": action.uid, "gid": action.gid, "mode": f"{action.mode:04o}", "bytes": len(action.body)}
    if isinstance(action, EmailAction):
        told |= {
            "message_id": action.message_id,
            "thread_id": action.thread_id,
            "sender": action.sender,
            "recipient": action.recipient,
            "cc": list(action.cc),
            "subject": action.subject,
            "author": action.author,
            "paths": [copy.path for copy in action.copies],
        }
        told |= {"note": action.note} if action.note else {}
    if isinstance(action, FlagAction):
        told |= {"message_id": action.message_id, "path": action.target, "flags": action.flags}
    return told


def told(result: ActivityResult) -> dict[str, Any]:
    """One action with what became of it."""
    more = {"error": result.error} if result.error else {}
    return {**outline(result.action), **result.payload, "success": result.success, **more}


def diffs(actions: Sequence[Action]) -> list[dict[str, str]]:
    """One diff for each file that changes."""
    found: list[dict[str, str]] = []
    for action in actions:
        if isinstance(action, (FileAction, EditAction)):
            before = action.previous_body if isinstance(action, EditAction) else b""
            after = before + action.body if isinstance(action, EditAction) and action.append else action.body
            if max(len(before), len(after)) > MAX_DIFF_BYTES:
                before, after = b"(too long to show)\n", f"({len(after)} bytes)\n".encode()
            found.append(
                {
                    "before_header": f"{action.path} (before)",
                    "after_header": f"{action.path} (after)",
                    "before": before.decode("utf-8", "replace"),
                    "after": after.decode("utf-8", "replace"),
                }
            )
        if isinstance(action, EmailAction) and action.copies:
            found.append(
                {
                    "before_header": "(no mail)",
                    "after_header": action.copies[0].path,
                    "before": "",
                    "after": _shown(action.copies[0].content),
                }
            )
    return found


def _shown(content: bytes) -> str:
    return content.decode("utf-8", "replace") if len(content) <= MAX_DIFF_BYTES else f"({len(content)} bytes)\n"


def outcome(results: Sequence[ActivityResult]) -> dict[str, Any]:
    """The result of a task that did something: a file that could not be written fails it, a silent peer only warns."""
    # A peer that does not answer, and a mail that its owner (or an intruder) moved before our mark came, are no failures of ours.
    broken = [
        result
        for result in results
        if not result.success and not isinstance(result.action, (TrafficAction, FlagAction))
    ]
    silent = [
        str(result.error) for result in results if not result.success and isinstance(result.action, TrafficAction)
    ]
    answer: dict[str, Any] = {
        "changed": any(result.changed for result in results),
        "actions": [told(result) for result in results],
        "diff": diffs([result.action for result in results if result.success]),
    }
    if silent:
        answer["warnings"] = silent
    if broken:
        answer |= {"failed": True, "msg": "; ".join(sorted({str(result.error) for result in broken}))}
    return answer


def foretold(actions: Sequence[Action]) -> dict[str, Any]:
    """The result in check mode: what would be done."""
    return {"changed": bool(actions), "actions": [outline(action) for action in actions], "diff": diffs(actions)}
