# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an action is told: the kind, topic and row of its event. Pure; publishing is somebody else's work."""

from __future__ import annotations

import difflib
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.taxonomy import (
    Action,
    EditAction,
    EmailAction,
    FileAction,
    FlagAction,
    RotateAction,
    TrafficAction,
)

if TYPE_CHECKING:
    from ..execution.drivers.base import ActivityResult

_KINDS: dict[type, str] = {
    FileAction: "file",
    EditAction: "file",
    RotateAction: "file",
    TrafficAction: "traffic",
    EmailAction: "email",
    FlagAction: "email",
}
_TOPICS = {"file": "orchestrator.file", "traffic": "orchestrator.activity", "email": "orchestrator.email"}


#: What an event keeps of a change: enough to follow a file's life, too little to make the ledger grow with every log.
MAX_DIFF_CHARACTERS = 4096
_MAX_DIFFED_BYTES = 64 * 1024


def kind_for(action: Action) -> str:
    """``file``, ``traffic`` or ``email``."""
    return _KINDS[type(action)]


def event_type_for(action: Action) -> str:
    """The event's action: ``file:create``, ``file:edit``, ``file:rotate``, ``traffic:ssh_banner``, ``email:send``, ``email:flag``."""
    return action.event_action


def topic_for(action: Action) -> str:
    """``orchestrator.<room>.<decky>``. What a bus would read as structure in the decky's name becomes ``_``."""
    return f"{_TOPICS[kind_for(action)]}.{re.sub(r'[^A-Za-z0-9_-]', '_', action.decky)}"


def to_row(action: Action, now: datetime, result: ActivityResult | None = None) -> dict[str, Any]:
    """The event of an action: ``pending`` without a result, else ``done`` or ``failed``. ``ts`` stays a datetime."""
    moment = action.moment if isinstance(action, TrafficAction) else action.mtime
    payload: dict[str, Any] = {}
    if isinstance(action, (FileAction, EditAction)):
        payload = {
            "path": action.path,
            "content_class": action.content_class.value,
            "mode": f"{action.mode:04o}",
            "bytes": len(action.body),
        }
        if isinstance(action, FileAction) and (action.author != "composed" or action.note):
            payload |= {"author": action.author, **({"note": action.note} if action.note else {})}
    elif isinstance(action, RotateAction):
        payload = {"path": action.path, "content_class": action.content_class.value, "keep": action.keep}
    elif isinstance(action, EmailAction):
        payload = {
            "message_id": action.message_id,
            "thread_id": action.thread_id,
            "in_reply_to": action.in_reply_to,
            "sender": action.sender,
            "recipient": action.recipient,
            "cc": list(action.cc),
            "subject": action.subject,
            "language": action.language,
            "author": action.author,
            **({"note": action.note} if action.note else {}),
            "paths": [copy.path for copy in action.copies],
            "bytes": sum(len(copy.content) for copy in action.copies),
        }
    elif isinstance(action, FlagAction):
        payload = {"message_id": action.message_id, "path": action.path, "target": action.target, "flags": action.flags}
    if result is not None and result.success and isinstance(action, (FileAction, EditAction)):
        payload |= bounded_diff(action)
    if result is not None:
        payload = {**payload, **result.payload, **({"error": result.error} if result.error else {})}
    return {
        "ts": now,
        "occurred_at": moment.isoformat(),
        "activity_time": action.activity_time,
        "kind": kind_for(action),
        "protocol": action.protocol if isinstance(action, TrafficAction) else None,
        "action": event_type_for(action),
        "persona": action.persona,
        "src_decky": action.src_decky if isinstance(action, TrafficAction) else None,
        "dst_decky": action.dst_decky if isinstance(action, TrafficAction) else action.decky,
        "success": bool(result and result.success),
        "status": "pending" if result is None else "done" if result.success else "failed",
        "topic": topic_for(action),
        "payload": payload,
    }


def bounded_diff(action: FileAction | EditAction) -> dict[str, str]:
    """The change as a unified diff without headers, cut at :data:`MAX_DIFF_CHARACTERS`; nothing for logs and what is no text."""
    before = action.previous_body if isinstance(action, EditAction) else b""
    if (isinstance(action, EditAction) and action.append) or max(len(before), len(action.body)) > _MAX_DIFFED_BYTES:
        return {}
    try:
        old, new = before.decode().splitlines(), action.body.decode().splitlines()
    except UnicodeDecodeError:
        return {}
    text = "\n".join(list(difflib.unified_diff(old, new, lineterm="", n=1))[2:])
    return {"diff": text if len(text) <= MAX_DIFF_CHARACTERS else text[:MAX_DIFF_CHARACTERS] + "\n(cut)"}
