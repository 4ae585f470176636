# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The directories of a container that change when files are written: new ones, and those whose mtime changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .base import Entry, PlantedFile
from .docker_tree import Tree
from .paths import ancestors


def changed_directories(tree: Tree, files: Sequence[PlantedFile]) -> list[Entry]:
    """The directories as they are after the write.

    A directory that was not read is not among them. Its owner and mode are unknown, and its mtime becomes the time of
    the upload. For files with unguessable names that is /tmp, unless the run has read there.
    """
    changed: dict[str, Entry] = {}
    for file in files:
        # Outermost first, so that the parent of each exists.
        for path in (
            *ancestors(file.path),
            *(step for folder in file.beside for step in (*ancestors(folder), folder)),
        ):
            if path not in changed and tree.seen(path) and tree.at(path) is None:
                changed[path] = Entry(path, "directory", file.uid, file.gid, file.parent_mode, 0, file.mtime_ns)
                _date(changed, tree, path.rpartition("/")[0], file.mtime_ns)
        overwritten = file.in_place and tree.at(file.path) is not None
        _date(changed, tree, file.path.rpartition("/")[0], 0 if overwritten else file.mtime_ns)
        if file.through:
            _date(changed, tree, file.through, file.mtime_ns)
    return list(changed.values())


def _date(changed: dict[str, Entry], tree: Tree, path: str, mtime_ns: int) -> None:
    """Advances the mtime of a directory. The mtime never goes backwards."""
    entry = changed.get(path) or tree.directory(path)
    if entry is not None:
        changed[path] = replace(entry, mtime_ns=max(entry.mtime_ns, mtime_ns))
