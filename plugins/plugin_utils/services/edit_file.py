# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits one synthetic file."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import EditRequest

from ..observation.context import TaskContext
from ..task.options import parse_moment
from ..task.results import result_of_one
from .run import run


def edit_file(task: TaskContext) -> dict[str, Any]:
    """Edits one file and returns the result of the task. Raises RealismError for options that do not apply."""
    options = task.options
    content, mtime = options.get("content"), options.get("mtime")
    request = EditRequest(
        path=options.get("path"),
        content=content.encode() if content is not None else None,
        persona=options.get("persona"),
        mtime=parse_moment(mtime, "mtime") if mtime is not None else None,
    )
    return result_of_one(*run(task, request))
