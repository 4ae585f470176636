# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths on a decky. They are checked before use, and never resolved on the controller."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from .base import TransportError


def checked(path: str, host: str) -> str:
    """The path itself. Raises TransportError if it is not absolute, is not normalised, or is the root."""
    absolute = path.startswith("/") and not path.startswith("//") and path != "/"
    if not absolute or posixpath.normpath(path) != path or "\0" in path:
        raise TransportError(
            f"{path!r} is not the absolute, normalised path of a file on {host}; write it from the root, without . "
            "or .. in it"
        )
    return path


def ancestors(path: str) -> list[str]:
    """The directories above a path, outermost first, without the root."""
    parts = path.strip("/").split("/")[:-1]
    return ["/" + "/".join(parts[: index + 1]) for index in range(len(parts))]


def roots(paths: Iterable[str]) -> dict[str, list[str]]:
    """The paths by the directory that is read as a whole for them: their common directory, cut to two levels.

    Two levels are a person's home, or one directory of /var. A deeper directory could be behind an unseen symbolic
    link.
    """
    listed = list(paths)
    common = posixpath.commonpath([posixpath.dirname(path) for path in listed]) if listed else "/"
    if common != "/":
        return {"/" + "/".join(common.strip("/").split("/")[:2]): listed}
    groups: dict[str, list[str]] = {}
    for path in listed:
        above = ancestors(path)
        groups.setdefault(above[min(1, len(above) - 1)] if above else path, []).append(path)
    return groups
