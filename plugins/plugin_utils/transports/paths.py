# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths on a decky: checked before they are used, never resolved on the controller."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from .base import TransportError


def checked(path: str, host: str) -> str:
    """The path, if it is absolute and normal. Raises TransportError naming host and path otherwise."""
    if (
        not path.startswith("/")
        or posixpath.normpath(path) != path
        or "\0" in path
        or path in ("/", "//")
        or path.startswith("//")
    ):
        raise TransportError(
            f"{path!r} is no absolute, normalised path of a file on {host}; write it from the root, without . or .. in it"
        )
    return path


def ancestors(path: str) -> list[str]:
    """The directories above a path, outermost first, without the root."""
    parts = path.strip("/").split("/")[:-1]
    return ["/" + "/".join(parts[: index + 1]) for index in range(len(parts))]


def roots(paths: Iterable[str]) -> dict[str, list[str]]:
    """Group paths by a directory that is sensible to read as a whole: their common one, at most two levels deep.

    Two levels are a person's home or one room of /var: deeper ones could lead through a link unseen.
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
