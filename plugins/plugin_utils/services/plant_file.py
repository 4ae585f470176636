# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants one file."""

from __future__ import annotations

import re
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import PlantRequest

from ..observation.context import TaskContext
from ..task.options import parse_moment
from ..task.results import result_of_one
from .run import run

_MODE = re.compile(r"0?[0-7]{3}")


def plant_file(task: TaskContext) -> dict[str, Any]:
    """Plants one file and returns the result of the task. Raises RealismError for options that do not apply."""
    options = task.options
    content, mode, mtime = options.get("content"), options.get("mode"), options.get("mtime")
    request = PlantRequest(
        path=options.get("path"),
        content=content.encode() if content is not None else None,
        persona=options.get("persona"),
        content_class=ContentClass(options["content_class"]) if options.get("content_class") else None,
        mode=_permission(mode) if mode is not None else None,
        mtime=parse_moment(mtime, "mtime") if mtime is not None else None,
        force=bool(options["force"]),
    )
    return result_of_one(*run(task, request))


def _permission(text: object) -> int:
    if not _MODE.fullmatch(str(text)):
        raise RealismError(f"mode is {str(text)[:20]!r}, which is not an octal mode; set it in quotes, such as '0644'")
    return int(str(text), 8)
