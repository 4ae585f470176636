# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rotates logs over a transport, and enters each rotation in logrotate's status file if the decky has one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.rotation_status import with_entries
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import RotateAction

from ...transports.base import DeckyUnreachable, PlantedFile, Transport, TransportError
from ...transports.rotation import Rotation
from .stamps import stamps

#: The most bytes of a status file. That of an ordinary host has one or two kilobytes.
_MAX_STATUS_BYTES = 64 * 1024
#: From the first rename to the status file. In between, logrotate renames the other logs and has rsyslogd reopen them.
_UNTIL_STATUS = timedelta(milliseconds=90)


def rotate(transport: Transport, actions: Sequence[RotateAction]) -> list[str | None]:
    """Why each log was not rotated, in the order of the actions; None for a rotated log. Raises DeckyUnreachable."""
    if not actions:
        return []
    rotations = [Rotation(item.path, item.keep, stamps(item.path, item.moment)[0]) for item in actions]
    try:
        reasons = transport.rotate(rotations)
    except DeckyUnreachable:
        raise
    except TransportError as problem:
        return [str(problem)] * len(actions)
    errors = [
        None if (reason := reasons[item.path]) is None else f"{item.path} on {transport.host} was not rotated: {reason}"
        for item in actions
    ]
    _enter(transport, [item for item, error in zip(actions, errors) if error is None])
    return errors


def _enter(transport: Transport, actions: Sequence[RotateAction]) -> None:
    """Enters the rotations in the status file. Skips one that is missing, no regular file, too large or malformed."""
    for path in sorted({action.status_path for action in actions if action.status_path}):
        ours = [action for action in actions if action.status_path == path]
        try:
            entry = transport.tail([path], _MAX_STATUS_BYTES)[path]
            if entry is None or entry.kind != "file" or entry.content is None or entry.size > _MAX_STATUS_BYTES:
                continue
            content = with_entries(entry.content, [action.status_entry for action in ours])
            mtime, _atime = stamps(path, max(action.moment for action in ours) + _UNTIL_STATUS)
            if content is not None:
                transport.plant([PlantedFile(path, content, entry.uid, entry.gid, entry.mode, mtime, mtime)])
        except DeckyUnreachable:
            raise
        except TransportError:
            # The logs are rotated. A status file that cannot be written does not make the rotations fail.
            continue
