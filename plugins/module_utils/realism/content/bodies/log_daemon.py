# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs of daemons. What a host's services really say is what its cron does to them: the streams are those of log_cron."""

from __future__ import annotations

from .log_cron import LogCron


class LogDaemon(LogCron):
    """The content class ``log_daemon``: which lines go in is decided by the file's name."""
