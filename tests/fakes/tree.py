# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file system in memory: what stands at each path, with owner, mode and times."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.entries import Entry

_NUMBERS = itertools.count(1)


@dataclass
class Node:
    """What stands at a path. ``kind`` is file, directory, symlink or other; times are nanoseconds since the epoch.

    ``inode`` stays when the node is renamed or written in place, and differs between any two nodes.
    """

    kind: str
    uid: int = 0
    gid: int = 0
    mode: int = 0o755
    mtime_ns: int = 0
    atime_ns: int = 0
    content: bytes = b""
    target: str = ""
    inode: int = field(default_factory=lambda: -next(_NUMBERS))


class Linked(Exception):
    """A path leads through a symbolic link, or through what is no directory."""


class Tree:
    """The nodes by path, without the root itself. Links are never followed."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self._children: dict[str, set[str]] = {}

    def __contains__(self, path: str) -> bool:
        return path in self.nodes

    def __getitem__(self, path: str) -> Node:
        return self.nodes[path]

    def get(self, path: str) -> Node | None:
        """The node at a path. Raises Linked."""
        return self.nodes.get(path) if self.has_parent(path) else None

    def has_parent(self, path: str) -> bool:
        """Whether every directory above the path is there. Raises Linked where one of them is something else."""
        above = posixpath.dirname(path)
        if above == "/":
            return True
        node = self.nodes.get(above)
        if node is not None and node.kind != "directory":
            raise Linked(above)
        # A directory stands only where its own parents do; what is missing may lie behind a link.
        return node is not None or (self.has_parent(above) and False)

    def put(self, path: str, node: Node) -> Node:
        """Places a node, over whatever stood there; its directory is to be there."""
        self.nodes[path] = node
        self._children.setdefault(posixpath.dirname(path), set()).add(path)
        return node

    def take(self, path: str) -> Node:
        """Removes a node that has no children; the node."""
        self._children[posixpath.dirname(path)].discard(path)
        return self.nodes.pop(path)

    def children(self, path: str) -> list[str]:
        """The paths directly below a directory, in order; none for anything else."""
        return sorted(self._children.get(path, ()))

    def directory(
        self, path: str, uid: int = 0, gid: int = 0, mode: int = 0o755, mtime_ns: int = 0, atime_ns: int = 0
    ) -> None:
        """Makes a directory and those above it, where they are missing. Raises Linked."""
        missing = []
        while path != "/" and self.get(path) is None:
            missing.append(path)
            path = posixpath.dirname(path)
        if path != "/" and self.nodes[path].kind != "directory":
            raise Linked(path)
        for step in reversed(missing):
            self.put(step, Node("directory", uid, gid, mode, mtime_ns, atime_ns))
            self.date(step, mtime_ns)

    def date(self, path: str, mtime_ns: int | None) -> None:
        """Gives the directory above a path the time of a change in it, unless it has a later one."""
        above = self.nodes.get(posixpath.dirname(path))
        if above is not None:
            above.mtime_ns = max(above.mtime_ns, mtime_ns or 0)

    def file(
        self, path: str, content: bytes | str, uid: int = 0, gid: int = 0, mode: int = 0o644, mtime_ns: int = 0
    ) -> Node:
        """Makes a file, and the directories above it as root's: how a test furnishes a decky."""
        self.directory(posixpath.dirname(path))
        body = content.encode() if isinstance(content, str) else content
        return self.put(path, Node("file", uid, gid, mode, mtime_ns, mtime_ns, body))

    def link(self, path: str, target: str) -> Node:
        """Makes a symbolic link."""
        return self.put(path, Node("symlink", mode=0o777, target=target))

    def entry(self, path: str, content: bytes | None = None) -> Entry | None:
        """What a transport says of a path: what lies behind a link is said to be one."""
        try:
            node = self.get(path)
        except Linked:
            return Entry(path, "symlink", 0, 0, 0, 0, 0)
        if node is None:
            return None
        return Entry(path, node.kind, node.uid, node.gid, node.mode, len(node.content), node.mtime_ns, content)

    def files(self) -> Iterator[tuple[str, Node]]:
        """The regular files in the order of their paths."""
        return ((path, node) for path, node in sorted(self.nodes.items()) if node.kind == "file")
