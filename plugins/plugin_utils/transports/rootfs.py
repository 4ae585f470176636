# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A decky that is a directory: a mounted image, a volume, a chroot. Walked one component at a time, no link ever followed.

The tree is hostile: every step is opened relative to the one before it with O_NOFOLLOW.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator, Sequence
from datetime import datetime

from . import rootfs_logs, rootfs_rotation
from .base import (
    MAX_FILE_BYTES,
    Append,
    CommandResult,
    DeckyUnreachable,
    Entry,
    PlantedFile,
    Reordering,
    Transport,
    TransportError,
)
from .paths import checked
from .renames import Rename
from .rotation import LINKED, NOT_THERE, Rotation
from .target import Fit, Target

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class RootfsTransport(Transport):
    """``root`` is the directory on the controller that is the decky's ``/``."""

    name = "rootfs"
    can_run = False

    def __init__(self, host: str, root: str, timeout: float = 30.0) -> None:
        super().__init__(host, timeout)
        self.root = os.path.abspath(root)

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
        return {path: self._look(path, max_bytes) for path in paths}

    def tail(self, paths: Sequence[str], max_bytes: int = 8192) -> dict[str, Entry | None]:
        return {path: self._look(path, max_bytes, tail=True) for path in paths}

    def list_directories(self, paths: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
        return {path: self._children(path) for path in paths}

    def plant(self, files: Sequence[PlantedFile]) -> None:
        for file in files:
            self._refuse_unsafe(file.path)
        for file in files:
            with self._errors(file.path), self._parent(file.path, make=file) as directory:
                self._write(directory, file)
            for path in file.beside:
                with self._errors(path), self._parent(f"{path}/x", make=file):
                    pass

    def append(self, appends: Sequence[Append]) -> dict[str, bool]:
        done: dict[str, bool] = {}
        for item in appends:
            here = self._look(item.path, 0)
            if here is not None and here.kind != "file":
                raise TransportError(
                    f"{item.path} on {self.host} was not appended to: it is a {here.kind}, not a regular file"
                )
            with self._errors(item.path), self._parent(item.path) as directory:
                if directory is None:
                    raise TransportError(f"{item.path} on {self.host} was not appended to: its directory is not there")
                done[item.path] = rootfs_logs.append(directory, item)
        return done

    def reorder(self, items: Sequence[Reordering]) -> dict[str, bool]:
        return {item.path: self._reorder(item) for item in items}

    def run(self, script: str, timeout: float | None = None) -> CommandResult:
        raise TransportError(
            f"{self.host} is a directory ({self.root}) and cannot run anything; use the docker or shell transport for that"
        )

    def rename(self, moves: Sequence[Rename]) -> list[str]:
        return [self._move(item) for item in moves]

    def rotate(self, rotations: Sequence[Rotation]) -> dict[str, str | None]:
        return {item.path: self._rotate(item) for item in rotations}

    def sessions(self, identity: str | None = None) -> int:
        return 0

    def started_at(self) -> datetime | None:
        return None

    def processes(self) -> tuple[str, ...]:
        return ()

    @contextlib.contextmanager
    def _errors(self, path: str) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            if problem.errno in (errno.ELOOP, errno.ENOTDIR):
                raise TransportError(
                    f"{path} on {self.host} leads through a symbolic link or a file; it was left alone"
                ) from None
            hint = (
                "; run as root or give the files' owners to yourself"
                if problem.errno in (errno.EPERM, errno.EACCES)
                else ""
            )
            raise TransportError(f"{path} on {self.host}: {problem.strerror}{hint}") from None

    @contextlib.contextmanager
    def _parent(self, path: str, make: PlantedFile | None = None) -> Iterator[int | None]:
        """A descriptor of the directory above ``path``; None where it is not there and nothing makes it."""
        checked(path, self.host)
        try:
            current = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as problem:
            raise DeckyUnreachable(
                f"the root of {self.host}, {self.root}, cannot be opened ({problem.strerror}); correct decoy_rootfs"
            ) from None
        try:
            for step in path.strip("/").split("/")[:-1]:
                try:
                    following = os.open(step, _DIRECTORY, dir_fd=current)
                except FileNotFoundError:
                    if make is None:
                        yield None
                        return
                    os.mkdir(step, make.parent_mode, dir_fd=current)
                    os.chown(step, make.uid, make.gid, dir_fd=current, follow_symlinks=False)
                    following = os.open(step, _DIRECTORY, dir_fd=current)
                    os.fchmod(following, make.parent_mode)
                os.close(current)
                current = following
            yield current
        finally:
            os.close(current)

    def _children(self, path: str) -> tuple[Entry, ...]:
        try:
            with self._parent(f"{checked(path, self.host)}/x") as directory:
                names = sorted(os.listdir(directory))[:5000] if directory is not None else []
                return tuple(
                    _entry(f"{path}/{name}", os.stat(name, dir_fd=directory, follow_symlinks=False)) for name in names
                )
        except OSError as problem:
            if problem.errno in (errno.ELOOP, errno.ENOTDIR):
                return ()
            raise TransportError(f"{path} on {self.host}: {problem.strerror}") from None

    def _look(self, path: str, max_bytes: int, tail: bool = False) -> Entry | None:
        with contextlib.ExitStack() as stack:
            try:
                directory = stack.enter_context(self._parent(path))
            except OSError as problem:
                if problem.errno in (errno.ELOOP, errno.ENOTDIR):
                    return Entry(path, "symlink", 0, 0, 0, 0, 0)
                raise TransportError(f"{path} on {self.host}: {problem.strerror}") from None
            if directory is None:
                return None
            name = path.rpartition("/")[2]
            try:
                entry = _entry(path, os.stat(name, dir_fd=directory, follow_symlinks=False))
            except FileNotFoundError:
                return None
            if entry.kind != "file" or (entry.size > max_bytes and not tail) or not max_bytes:
                return entry
            with self._errors(path):
                handle = os.open(
                    name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOATIME | os.O_CLOEXEC, dir_fd=directory
                )
                with open(handle, "rb") as stream:
                    # What is read ends at the size that stat said, however fast a log grows.
                    stream.seek(max(0, entry.size - max_bytes))
                    content = stream.read(min(entry.size, max_bytes))
        return Entry(path, "file", entry.uid, entry.gid, entry.mode, entry.size, entry.mtime_ns, content)

    def _write(self, directory: int | None, file: PlantedFile) -> None:
        name = file.path.rpartition("/")[2]
        partial = "." + name.encode()[:240].decode("utf-8", "ignore") + ".swp"
        handle = os.open(
            partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=directory
        )
        try:
            with open(handle, "wb") as stream:
                stream.write(file.content)
                stream.flush()
                os.fchown(handle, file.uid, file.gid)
                os.fchmod(handle, file.mode)
                os.utime(handle, ns=(file.atime_ns, file.mtime_ns))
            os.rename(partial, name, src_dir_fd=directory, dst_dir_fd=directory)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(partial, dir_fd=directory)
            raise

    def _reorder(self, item: Reordering) -> bool:
        try:
            with self._parent(item.path) as directory:
                return directory is not None and rootfs_logs.reorder(directory, item)
        except OSError as problem:
            if problem.errno in (errno.ELOOP, errno.ENOTDIR, errno.ENOENT, errno.EISDIR):
                return False
            raise TransportError(f"{item.path} on {self.host}: {problem.strerror}") from None

    def _rotate(self, item: Rotation) -> str | None:
        try:
            with self._parent(item.path) as directory:
                return NOT_THERE if directory is None else rootfs_rotation.rotate(directory, item)
        except OSError as problem:
            return LINKED if problem.errno in (errno.ELOOP, errno.ENOTDIR) else problem.strerror

    def _move(self, item: Rename) -> str:
        folders = sorted({path.rpartition("/")[0] for path in (item.path, item.stem)})
        known = [entry.path for folder in folders for entry in self._children(folder) if entry.kind == "file"]
        found = [path for path in known if path in (item.path, item.stem) or path.startswith(f"{item.stem}:")]
        if not found:
            return "gone"
        if item.target in found:
            return "same"
        if self._look(item.target, 0) is not None:
            return "kept"
        try:
            with self._parent(found[0]) as here, self._parent(item.target) as there:
                if here is None or there is None:
                    return "kept"
                names = (found[0].rpartition("/")[2], item.target.rpartition("/")[2])
                os.rename(*names, src_dir_fd=here, dst_dir_fd=there)
        except OSError:
            return "kept"
        return "done"

    def _refuse_unsafe(self, path: str) -> None:
        here = self._look(path, 0)
        if here is not None and here.kind != "file":
            raise TransportError(
                f"{path} on {self.host} was not written: it is, or leads through, a {here.kind}, not a regular file"
            )


def _entry(path: str, status: os.stat_result) -> Entry:
    kinds = ((stat.S_ISREG, "file"), (stat.S_ISDIR, "directory"), (stat.S_ISLNK, "symlink"))
    kind = next((name for matches, name in kinds if matches(status.st_mode)), "other")
    return Entry(
        path, kind, status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode), status.st_size, status.st_mtime_ns
    )
