# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An in-memory transport with the faults of a test."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from datetime import datetime

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.entries import Entry
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import (
    MAX_FILE_BYTES,
    Append,
    CommandResult,
    DeckyUnreachable,
    PlantedFile,
    Reordering,
    Transport,
    TransportError,
)
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.paths import checked
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.renames import DONE, GONE, KEPT, SAME, Rename
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rotation import LINKED, Rotation
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.target import Target

from .rotation import rotate
from .tree import Linked, Node, Tree


class MemoryTransport(Transport):
    """A transport to ``tree``, a decky that runs no command.

    ``refused`` maps paths that cannot be written to the reason. From the operation with the number ``unreachable_at``
    (counted from 0) on, the decky does not respond. ``people`` is the number of sessions. ``meddled`` maps paths to
    content that somebody else writes after the next read and before the next write. ``operations`` are the operations
    so far, with their paths.
    """

    name = "memory"
    can_run = False

    def __init__(self, host: str = "d1", tree: Tree | None = None) -> None:
        super().__init__(host)
        self.tree = tree or Tree()
        self.people = 0
        self.daemons: tuple[str, ...] = ()
        self.boot: datetime | None = None
        self.refused: dict[str, str] = {}
        self.meddled: dict[str, bytes] = {}
        self._seen: set[str] = set()
        self.unreachable_at: int | None = None
        self.operations: list[tuple[str, tuple[str, ...]]] = []

    @classmethod
    def for_target(cls, target: Target) -> Transport:
        return cls(target.host)

    def read(self, paths: Sequence[str], max_bytes: int = MAX_FILE_BYTES) -> dict[str, Entry | None]:
        self._operation("read", paths)
        return {path: self._look(path, max_bytes, whole=True) for path in paths}

    def tail(self, paths: Sequence[str], max_bytes: int = 8192) -> dict[str, Entry | None]:
        self._operation("tail", paths)
        return {path: self._look(path, max_bytes, whole=False) for path in paths}

    def list_directories(self, paths: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
        self._operation("list", paths)
        return {path: self._children(path) for path in paths}

    def plant(self, files: Sequence[PlantedFile]) -> None:
        self._operation("plant", [file.path for file in files], writes=True)
        for file in files:
            entry = self.tree.entry(file.path)
            if entry is not None and entry.kind != "file":
                raise TransportError(
                    f"{file.path} on {self.host} was not written: it is, or leads through, a {entry.kind}"
                )
            self._refuse(file.path)
        for file in files:
            for folder in (posixpath.dirname(file.path), *file.beside):
                if folder != "/":
                    times = (file.mtime_ns, file.atime_ns)
                    self.tree.directory(folder, file.uid, file.gid, file.parent_mode, *times)
            node = Node("file", file.uid, file.gid, file.mode, file.mtime_ns, file.atime_ns, file.content)
            self.tree.date(file.path, None if file.in_place and file.path in self.tree else file.mtime_ns)
            self.tree.put(file.path, node)
            if file.through:
                self.tree.date(f"{file.through}/x", file.mtime_ns)

    def append(self, appends: Sequence[Append]) -> dict[str, bool]:
        self._operation("append", [item.path for item in appends], writes=True)
        done = {}
        for item in appends:
            entry = self.tree.entry(item.path)
            if (entry is not None and entry.kind != "file") or not self.tree.has_parent(item.path):
                raise TransportError(f"{item.path} on {self.host} was not appended to: it is no regular file")
            self._refuse(item.path)
            done[item.path] = self._grow(item)
        return done

    def reorder(self, items: Sequence[Reordering]) -> dict[str, bool]:
        self._operation("reorder", [item.path for item in items], writes=True)
        return {item.path: self._reorder(item) for item in items}

    def rotate(self, rotations: Sequence[Rotation]) -> dict[str, str | None]:
        self._operation("rotate", [item.path for item in rotations], writes=True)
        return {item.path: self._rotate(item) for item in rotations}

    def rename(self, moves: Sequence[Rename]) -> list[str]:
        self._operation("rename", [item.path for item in moves], writes=True)
        return [self._move(item) for item in moves]

    def run(self, script: str, timeout: float | None = None) -> CommandResult:
        self._operation("run", [])
        raise TransportError(f"{self.host} is in memory and cannot run a command")

    def sessions(self, identity: str | None = None) -> int:
        self._operation("sessions", [])
        return self.people

    def started_at(self) -> datetime | None:
        self._operation("started_at", [])
        return self.boot

    def processes(self) -> tuple[str, ...]:
        self._operation("processes", [])
        return self.daemons

    def _operation(self, kind: str, paths: Sequence[str], writes: bool = False) -> None:
        for path in paths:
            checked(path, self.host)
        if self.unreachable_at is not None and len(self.operations) >= self.unreachable_at:
            raise DeckyUnreachable(f"{self.host} does not answer")
        self.operations.append((kind, tuple(paths)))
        if not writes:
            self._seen |= self.meddled.keys() & set(paths)
            return
        for path in self._seen:
            self.tree[path].content = self.meddled.pop(path)
        self._seen = set()

    def _refuse(self, path: str) -> None:
        if path in self.refused:
            raise TransportError(f"{path} on {self.host} was not written: {self.refused[path]}")

    def _look(self, path: str, max_bytes: int, whole: bool) -> Entry | None:
        entry = self.tree.entry(path)
        if entry is None or entry.kind != "file" or not max_bytes or (whole and entry.size > max_bytes):
            return entry
        return self.tree.entry(path, self.tree[path].content[-max_bytes:])

    def _children(self, path: str) -> tuple[Entry, ...]:
        entry = self.tree.entry(path)
        if entry is None or entry.kind != "directory":
            return ()
        found = (self.tree.entry(child) for child in self.tree.children(path))
        return tuple(child for child in found if child is not None)

    def _grow(self, item: Append) -> bool:
        node = self.tree.nodes.get(item.path)
        if node is None:
            if item.expected_size:
                return False
            node = self.tree.put(item.path, Node("file", item.uid, item.gid, item.mode))
            self.tree.date(item.path, item.mtime_ns)
        if item.expected_size is not None and item.expected_size != len(node.content):
            return False
        node.content += item.content
        node.mtime_ns = item.mtime_ns
        return True

    def _reorder(self, item: Reordering) -> bool:
        entry = self.tree.entry(item.path)
        if entry is None or entry.kind != "file":
            return False
        node, end = self.tree[item.path], item.offset + len(item.before)
        if node.content[item.offset : end] != item.before:
            return False
        node.content = node.content[: item.offset] + item.after + node.content[end:]
        return True

    def _rotate(self, item: Rotation) -> str | None:
        if item.path in self.refused:
            return self.refused[item.path]
        try:
            reason = rotate(self.tree, item)
        except Linked:
            return LINKED
        if reason is None:
            self.tree.date(item.path, item.mtime_ns)
        return reason

    def _move(self, item: Rename) -> str:
        folders = sorted({posixpath.dirname(path) for path in (item.path, item.stem)})
        known = [entry.path for folder in folders for entry in self._children(folder) if entry.kind == "file"]
        found = [path for path in known if path in (item.path, item.stem) or path.startswith(f"{item.stem}:")]
        if not found:
            return GONE
        if item.target in found:
            return SAME
        try:
            free = self.tree.get(item.target) is None and self.tree.has_parent(item.target)
        except Linked:
            free = False
        if not free or item.target in self.refused:
            return KEPT
        self.tree.put(item.target, self.tree.take(found[0]))
        for path in (found[0], item.target):
            self.tree.date(path, item.mtime_ns)
        return DONE


class RunningTransport(MemoryTransport):
    """A transport that runs scripts: each prints ``answer``. ``scripts`` are the scripts so far."""

    can_run = True

    def __init__(self, host: str = "d1", tree: Tree | None = None, answer: bytes = b"") -> None:
        super().__init__(host, tree)
        self.answer = answer
        self.scripts: list[str] = []

    def run(self, script: str, timeout: float | None = None) -> CommandResult:
        self._operation("run", [])
        self.scripts.append(script)
        return CommandResult(0, self.answer, b"")
