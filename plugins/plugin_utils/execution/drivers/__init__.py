# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drivers and the one place that knows which of them carries out which shape of action."""

from __future__ import annotations

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.taxonomy import (
    Action,
    EditAction,
    EmailAction,
    FileAction,
    FlagAction,
    RotateAction,
    TrafficAction,
)

from ...transports.base import Transport
from .base import ActivityDriver, ActivityResult
from .email import EmailDriver
from .file import FileDriver
from .ssh_banner import SshBannerDriver

__all__ = ["ActivityDriver", "ActivityResult", "EmailDriver", "FileDriver", "SshBannerDriver", "get_driver_for"]

_DRIVERS: dict[type, type[ActivityDriver]] = {
    FileAction: FileDriver,
    EditAction: FileDriver,
    RotateAction: FileDriver,
    TrafficAction: SshBannerDriver,
    EmailAction: EmailDriver,
    FlagAction: EmailDriver,
}


def get_driver_for(action: Action, transport: Transport) -> ActivityDriver:
    """The driver for the action's shape. Raises LookupError where no driver carries it out."""
    try:
        return _DRIVERS[type(action)](transport)
    except KeyError:
        raise LookupError(f"no driver carries out a {type(action).__name__}") from None
