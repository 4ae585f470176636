# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The actions of a plan. A new kind of action is one class here, one driver and one test table."""

from __future__ import annotations

from .base import Action, Outcome
from .files import EditAction, FileAction
from .logs import AppendAction, RotateAction
from .mail import EmailAction, FlagAction, LogNote, MailCopy
from .traffic import TrafficAction

__all__ = [
    "Action",
    "AppendAction",
    "EditAction",
    "EmailAction",
    "FileAction",
    "FlagAction",
    "LogNote",
    "MailCopy",
    "Outcome",
    "RotateAction",
    "TrafficAction",
]
