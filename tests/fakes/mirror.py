# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversion between an in-memory decky and a directory, for tests that need a real file system."""

from __future__ import annotations

import os
import posixpath
import shutil
import stat
from pathlib import Path

from .tree import Node, Tree


def dump(tree: Tree, root: Path) -> None:
    """Empties ``root`` and writes the tree below it. A node that was loaded from there keeps its inode."""
    kept = root.with_name(f"{root.name}.kept")
    kept.mkdir()
    for old in root.rglob("*"):
        if stat.S_ISREG(old.lstat().st_mode):
            os.link(old, kept / str(old.lstat().st_ino))
    shutil.rmtree(root)
    root.mkdir()
    for path in sorted(tree.nodes):
        _make(tree[path], root / path[1:], kept)
    for path in sorted(tree.nodes, reverse=True):
        _stamp(tree[path], root / path[1:])
    shutil.rmtree(kept)


def load(root: Path) -> Tree:
    """The tree below ``root``."""
    tree = Tree()
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            path = Path(folder) / name
            tree.put(posixpath.join("/", str(path.relative_to(root))), _node(path))
    return tree


def _make(node: Node, path: Path, kept: Path) -> None:
    if node.kind == "directory":
        path.mkdir()
    elif node.kind == "symlink":
        path.symlink_to(node.target)
    elif node.kind == "other":
        os.mkfifo(path)
    else:
        old = kept / str(node.inode)
        if old.exists():
            os.link(old, path)
        path.write_bytes(node.content)
        node.inode = path.stat().st_ino


def _stamp(node: Node, path: Path) -> None:
    os.chown(path, node.uid, node.gid, follow_symlinks=False)
    if node.kind != "symlink":
        path.chmod(node.mode)
        os.utime(path, ns=(node.atime_ns, node.mtime_ns))


def _node(path: Path) -> Node:
    status = path.lstat()
    kinds = ((stat.S_ISREG, "file"), (stat.S_ISDIR, "directory"), (stat.S_ISLNK, "symlink"))
    kind = next((name for matches, name in kinds if matches(status.st_mode)), "other")
    return Node(
        kind,
        status.st_uid,
        status.st_gid,
        stat.S_IMODE(status.st_mode),
        status.st_mtime_ns,
        status.st_atime_ns,
        path.read_bytes() if kind == "file" else b"",
        os.readlink(path) if kind == "symlink" else "",
        status.st_ino,
    )
