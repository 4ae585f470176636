# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Delivers the mail that is due on a decky."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import MailRequest

from ..observation.context import TaskContext
from ..task.results import result_of
from .run import run


def deliver_mail(task: TaskContext) -> dict[str, Any]:
    """Delivers the mail that is due since the last delivery, and returns the result of the task."""
    return result_of(*run(task, MailRequest()))
