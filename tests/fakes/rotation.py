# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rotation of a log of an in-memory decky."""

from __future__ import annotations

from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.gzip_format import compressed
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rotation import (
    IRREGULAR,
    NOT_THERE,
    Rotation,
)

from .tree import Node, Tree


def rotate(tree: Tree, item: Rotation) -> str | None:
    """Rotates one log; returns None, or the reason why it was not rotated. Raises Linked."""
    name, first = item.path, f"{item.path}.1"
    packed = [f"{name}.{number}.gz" for number in range(1, item.keep + 1)]
    log = tree.get(name)
    if log is None:
        return NOT_THERE
    if any(path in tree and tree[path].kind != "file" for path in (name, first, *packed)):
        return IRREGULAR
    if packed[0] in tree:
        tree.take(packed[0])
    if first in tree:
        old = tree.take(first)
        content = compressed(old.content, old.mtime_ns // 1_000_000_000)
        tree.put(packed[0], Node("file", old.uid, old.gid, old.mode, old.mtime_ns, old.atime_ns, content))
    for older, newer in zip(packed[:0:-1], packed[-2::-1]):
        if newer in tree:
            tree.put(older, tree.take(newer))
    tree.put(first, tree.take(name))
    tree.put(name, Node("file", log.uid, log.gid, log.mode, item.mtime_ns, item.mtime_ns))
    return None
