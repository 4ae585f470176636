# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one tick on a decky."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import TickRequest

from ..observation.context import TaskContext
from ..task.results import result_of
from .run import run


def tick(task: TaskContext) -> dict[str, Any]:
    """Runs everything that is due, and returns the result of the task."""
    return result_of(*run(task, TickRequest()))
