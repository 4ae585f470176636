# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory on the controller that is a decky's ``/``, walked one component at a time without following a link.

The tree is hostile: every component is opened relative to the previous one with O_NOFOLLOW.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator

from .base import DeckyUnreachable, Entry, PlantedFile, TransportError
from .paths import checked

#: The error numbers for a component of a path that is a link or a file.
LEADS_ASTRAY = (errno.ELOOP, errno.ENOTDIR)
#: The most children of a directory that are listed.
_MAX_CHILDREN = 5000
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Tree:
    """The tree below ``root``. ``host`` is the name of the decky in messages."""

    def __init__(self, host: str, root: str) -> None:
        self.host, self.root = host, root

    @contextlib.contextmanager
    def errors(self, path: str) -> Iterator[None]:
        """Turns an OSError of an operation on ``path`` into a TransportError."""
        try:
            yield
        except OSError as problem:
            if problem.errno in LEADS_ASTRAY:
                raise TransportError(
                    f"{path} on {self.host} leads through a symbolic link or a file; it was left alone"
                ) from None
            denied = problem.errno in (errno.EPERM, errno.EACCES)
            hint = "; run as root or give the files' owners to yourself" if denied else ""
            raise TransportError(f"{path} on {self.host}: {problem.strerror}{hint}") from None

    @contextlib.contextmanager
    def parent(self, path: str, make: PlantedFile | None = None) -> Iterator[int | None]:
        """A descriptor of the directory above ``path``; None if it is missing. With ``make``, it is created.

        Raises OSError, DeckyUnreachable if the root is missing.
        """
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
                    following = _new_directory(step, current, make)
                os.close(current)
                current = following
            yield current
        finally:
            os.close(current)

    def children(self, path: str) -> tuple[Entry, ...]:
        """The entries of a directory without content; empty if it is missing, no directory, or behind a link."""
        try:
            with self.parent(f"{checked(path, self.host)}/x") as directory:
                names = sorted(os.listdir(directory))[:_MAX_CHILDREN] if directory is not None else []
                return tuple(
                    _entry(f"{path}/{name}", os.stat(name, dir_fd=directory, follow_symlinks=False)) for name in names
                )
        except OSError as problem:
            if problem.errno in LEADS_ASTRAY:
                return ()
            raise TransportError(f"{path} on {self.host}: {problem.strerror}") from None

    def look(self, path: str, max_bytes: int, tail: bool = False) -> Entry | None:
        """The entry at a path; None if there is none.

        A file of up to ``max_bytes`` has its content. With ``tail``, any file has its last ``max_bytes``.
        """
        with contextlib.ExitStack() as stack:
            try:
                directory = stack.enter_context(self.parent(path))
            except OSError as problem:
                if problem.errno in LEADS_ASTRAY:
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
            with self.errors(path), open(open_quietly(name, directory), "rb") as stream:
                # The read ends at the size that stat returned, however fast a log grows.
                stream.seek(max(0, entry.size - max_bytes))
                content = stream.read(min(entry.size, max_bytes))
        return Entry(path, "file", entry.uid, entry.gid, entry.mode, entry.size, entry.mtime_ns, content)


@contextlib.contextmanager
def dated(directory: int, mtime_ns: int | None) -> Iterator[None]:
    """Sets the mtime of a directory whose entries change within the context.

    The mtime becomes ``mtime_ns``. It is restored if it was later, if ``mtime_ns`` is None or if the change fails.
    """
    before = os.fstat(directory)
    mtime = before.st_mtime_ns
    try:
        yield
        mtime = max(mtime, mtime_ns or 0)
    finally:
        os.utime(directory, ns=(before.st_atime_ns, mtime))


def open_quietly(name: str, directory: int) -> int:
    """Opens a file for reading. The atime stays if the controller is root or the owner. Raises OSError."""
    try:
        return os.open(name, _FILE | os.O_NOATIME, dir_fd=directory)
    except PermissionError:
        return os.open(name, _FILE, dir_fd=directory)


def _new_directory(name: str, directory: int, file: PlantedFile) -> int:
    """A descriptor of a new directory, created with the owner and the times of the file."""
    with dated(directory, file.mtime_ns):
        os.mkdir(name, file.parent_mode, dir_fd=directory)
        os.chown(name, file.uid, file.gid, dir_fd=directory, follow_symlinks=False)
        made = os.open(name, _DIRECTORY, dir_fd=directory)
    os.fchmod(made, file.parent_mode)
    os.utime(made, ns=(file.atime_ns, file.mtime_ns))
    return made


def _entry(path: str, status: os.stat_result) -> Entry:
    kinds = ((stat.S_ISREG, "file"), (stat.S_ISDIR, "directory"), (stat.S_ISLNK, "symlink"))
    kind = next((name for matches, name in kinds if matches(status.st_mode)), "other")
    return Entry(
        path, kind, status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode), status.st_size, status.st_mtime_ns
    )
