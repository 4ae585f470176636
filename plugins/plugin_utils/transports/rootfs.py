# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rootfs transport, for a decky that is a directory: a mounted image, a volume, a chroot.

Every operation is a system call on the controller. No command can run.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Sequence
from datetime import datetime

from . import rootfs_files, rootfs_logs, rootfs_rotation
from .base import (
    MAX_FILE_BYTES,
    Append,
    CommandResult,
    Entry,
    PlantedFile,
    Reordering,
    Transport,
    TransportError,
)
from .renames import DONE, GONE, KEPT, SAME, Rename
from .rootfs_tree import LEADS_ASTRAY, Tree, dated
from .rotation import LINKED, NOT_THERE, Rotation
from .target import Fit, Target


class RootfsTransport(Transport):
    """``root`` is the directory on the controller that is the decky's ``/``."""

    name = "rootfs"
    can_run = False

    def __init__(self, host: str, root: str, timeout: float = 30.0) -> None:
        super().__init__(host, timeout)
        self.root = os.path.abspath(root)
        self._tree = Tree(host, self.root)

    @classmethod
    def for_target(cls, target: Target) -> Transport:
        if not target.rootfs:
            raise TransportError(
                f"{target.host} has the transport rootfs and no root; set decoy_rootfs to the directory that is its /"
            )
        return RootfsTransport(target.host, target.rootfs, target.timeout)

    @classmethod
    def fit(cls, target: Target) -> Fit:
        return Fit.EXPLICIT if target.rootfs else Fit.NONE

    def read(self, paths: Sequence[str], max_bytes: int = MAX_FILE_BYTES) -> dict[str, Entry | None]:
        return {path: self._tree.look(path, max_bytes) for path in paths}

    def tail(self, paths: Sequence[str], max_bytes: int = 8192) -> dict[str, Entry | None]:
        return {path: self._tree.look(path, max_bytes, tail=True) for path in paths}

    def list_directories(self, paths: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
        return {path: self._tree.children(path) for path in paths}

    def plant(self, files: Sequence[PlantedFile]) -> None:
        for file in files:
            self._refuse_unsafe(file.path)
        for file in files:
            with self._tree.errors(file.path), self._tree.parent(file.path, make=file) as directory:
                assert directory is not None
                rootfs_files.write(directory, file)
            for path in file.beside:
                with self._tree.errors(path), self._tree.parent(f"{path}/x", make=file):
                    pass
            if file.through:
                with self._tree.errors(file.through), self._tree.parent(f"{file.through}/x") as directory:
                    if directory is not None:
                        with dated(directory, file.mtime_ns):
                            pass

    def append(self, appends: Sequence[Append]) -> dict[str, bool]:
        return {item.path: self._append(item) for item in appends}

    def reorder(self, items: Sequence[Reordering]) -> dict[str, bool]:
        return {item.path: self._reorder(item) for item in items}

    def rename(self, moves: Sequence[Rename]) -> list[str]:
        return [self._rename(item) for item in moves]

    def rotate(self, rotations: Sequence[Rotation]) -> dict[str, str | None]:
        return {item.path: self._rotate(item) for item in rotations}

    def run(self, script: str, timeout: float | None = None) -> CommandResult:
        raise TransportError(
            f"{self.host} is a directory ({self.root}) and cannot run a command; set decoy_transport to docker or shell"
        )

    def sessions(self, identity: str | None = None) -> int:
        return 0

    def started_at(self) -> datetime | None:
        return None

    def processes(self) -> tuple[str, ...]:
        return ()

    def _append(self, item: Append) -> bool:
        here = self._tree.look(item.path, 0)
        if here is not None and here.kind != "file":
            raise TransportError(
                f"{item.path} on {self.host} was not appended to: it is a {here.kind}, not a regular file"
            )
        with self._tree.errors(item.path), self._tree.parent(item.path) as directory:
            if directory is None:
                raise TransportError(f"{item.path} on {self.host} was not appended to: its directory is not there")
            return rootfs_logs.append(directory, item)

    def _reorder(self, item: Reordering) -> bool:
        try:
            with self._tree.parent(item.path) as directory:
                return directory is not None and rootfs_logs.reorder(directory, item)
        except OSError as problem:
            if problem.errno in (*LEADS_ASTRAY, errno.ENOENT, errno.EISDIR):
                return False
            raise TransportError(f"{item.path} on {self.host}: {problem.strerror}") from None

    def _rotate(self, item: Rotation) -> str | None:
        try:
            with self._tree.parent(item.path) as directory:
                return NOT_THERE if directory is None else rootfs_rotation.rotate(directory, item)
        except OSError as problem:
            return LINKED if problem.errno in LEADS_ASTRAY else problem.strerror

    def _rename(self, item: Rename) -> str:
        folders = sorted({path.rpartition("/")[0] for path in (item.path, item.stem)})
        known = [entry.path for folder in folders for entry in self._tree.children(folder) if entry.kind == "file"]
        found = [path for path in known if path in (item.path, item.stem) or path.startswith(f"{item.stem}:")]
        if not found:
            return GONE
        if item.target in found:
            return SAME
        if self._tree.look(item.target, 0) is not None:
            return KEPT
        try:
            with contextlib.ExitStack() as stack:
                ends = [
                    (stack.enter_context(self._tree.parent(path)), path.rpartition("/")[2])
                    for path in (found[0], item.target)
                ]
                (here, name), (there, new) = ends
                if here is None or there is None:
                    return KEPT
                if item.mtime_ns is not None:
                    stack.enter_context(dated(here, item.mtime_ns))
                    stack.enter_context(dated(there, item.mtime_ns))
                os.rename(name, new, src_dir_fd=here, dst_dir_fd=there)
        except OSError:
            return KEPT
        return DONE

    def _refuse_unsafe(self, path: str) -> None:
        here = self._tree.look(path, 0)
        if here is not None and here.kind != "file":
            raise TransportError(
                f"{path} on {self.host} was not written: it is, or leads through, a {here.kind}, not a regular file"
            )
