# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of artefact. The values of :class:`ContentClass` are stored in ledgers: they never change."""

from __future__ import annotations

from enum import Enum


class ContentClass(str, Enum):
    """The kind of an artefact. Members compare equal to their stored value."""

    NOTE = "note"
    TODO = "todo"
    DRAFT = "draft"
    SCRIPT = "script"
    LOG_CRON = "log_cron"
    LOG_DAEMON = "log_daemon"
    CACHE_TMP = "cache_tmp"
    EMAIL = "email"
    CANARY = "canary"

    __str__ = str.__str__


USER_CLASSES = (ContentClass.NOTE, ContentClass.TODO, ContentClass.DRAFT, ContentClass.SCRIPT)
SYSTEM_CLASSES = (ContentClass.LOG_CRON, ContentClass.LOG_DAEMON, ContentClass.CACHE_TMP)
LOG_CLASSES = (ContentClass.LOG_CRON, ContentClass.LOG_DAEMON)
#: Classes whose files grow. The others are written once (cache_tmp), by the operator (canary) or as mail.
EDITABLE_CLASSES = USER_CLASSES + LOG_CLASSES
