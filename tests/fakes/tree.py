# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An in-memory file system with owners, modes and times."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.entries import Entry

_NUMBERS = itertools.count(1)


@dataclass
class Node:
    """The node at a path. ``kind`` is file, directory, symlink or other; times are nanoseconds since the epoch.

    ``inode`` is unique to the node. It stays when the node is renamed or written in place.
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
    """A path leads through a symbolic link, or through a node that is no directory."""


class Tree:
    """The nodes by path, without the root. Links are never followed."""

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
        """Whether every directory above the path exists. Raises Linked if one of them is no directory."""
        above = posixpath.dirname(path)
        if above == "/":
            return True
        node = self.nodes.get(above)
        if node is not None and node.kind != "directory":
            raise Linked(above)
        # A directory has all of its parents. A missing one may be behind a link.
        return node is not None or (self.has_parent(above) and False)

    def put(self, path: str, node: Node) -> Node:
        """Puts a node at a path and replaces an earlier one. Its directory has to exist."""
        self.nodes[path] = node
        self._children.setdefault(posixpath.dirname(path), set()).add(path)
        return node

    def take(self, path: str) -> Node:
        """Removes a node without children; returns it."""
        self._children[posixpath.dirname(path)].discard(path)
        return self.nodes.pop(path)

    def children(self, path: str) -> list[str]:
        """The paths directly below a directory, in order; empty for any other node."""
        return sorted(self._children.get(path, ()))

    def directory(
        self, path: str, uid: int = 0, gid: int = 0, mode: int = 0o755, mtime_ns: int = 0, atime_ns: int = 0
    ) -> None:
        """Creates a directory and its parents if they are missing. Raises Linked."""
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
        """Sets the mtime of the directory above a path, unless its mtime is later."""
        above = self.nodes.get(posixpath.dirname(path))
        if above is not None:
            above.mtime_ns = max(above.mtime_ns, mtime_ns or 0)

    def file(
        self, path: str, content: bytes | str, uid: int = 0, gid: int = 0, mode: int = 0o644, mtime_ns: int = 0
    ) -> Node:
        """Creates a file, and missing directories above it that belong to root. For the preparation of a test."""
        self.directory(posixpath.dirname(path))
        body = content.encode() if isinstance(content, str) else content
        return self.put(path, Node("file", uid, gid, mode, mtime_ns, mtime_ns, body))

    def link(self, path: str, target: str) -> Node:
        """Creates a symbolic link."""
        return self.put(path, Node("symlink", mode=0o777, target=target))

    def entry(self, path: str, content: bytes | None = None) -> Entry | None:
        """The entry of a path as a transport returns it: a path behind a link is a symlink."""
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
