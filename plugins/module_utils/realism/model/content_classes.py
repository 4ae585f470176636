# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of artefact. The values of :class:`ContentClass` are stored in ledgers and never change."""

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
