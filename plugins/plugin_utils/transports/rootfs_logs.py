# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""In-place writes to a live log by system calls, relative to an open directory and without following a link."""

from __future__ import annotations

import os
import stat

from .base import Append, Reordering
from .rootfs_tree import dated

_OPEN = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def append(directory: int, item: Append) -> bool:
    """Appends to the file in ``directory``; False if it does not have the expected size. Raises OSError."""
    name = item.path.rpartition("/")[2]
    try:
        handle = os.open(name, os.O_WRONLY | os.O_APPEND | _OPEN, dir_fd=directory)
    except FileNotFoundError:
        if item.expected_size:
            return False
        handle = _new_log(directory, item)
    with open(handle, "ab", buffering=0):
        status = os.fstat(handle)
        if item.expected_size is not None and item.expected_size != status.st_size:
            return False
        _append_whole(handle, item.content)
        # If a daemon has written in between, the mtime is that of its write.
        if os.fstat(handle).st_size == status.st_size + len(item.content):
            os.utime(handle, ns=(status.st_atime_ns, item.mtime_ns))
    return True


def reorder(directory: int, item: Reordering) -> bool:
    """Overwrites the region if it holds the expected bytes, else returns False. Raises OSError."""
    handle = os.open(item.path.rpartition("/")[2], os.O_RDWR | _OPEN, dir_fd=directory)
    with open(handle, "r+b", buffering=0):
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or os.pread(handle, len(item.before), item.offset) != item.before:
            return False
        left, offset = memoryview(item.after), item.offset
        while left:
            written = os.pwrite(handle, left, offset)
            left, offset = left[written:], offset + written
        if os.fstat(handle).st_size == status.st_size:
            os.utime(handle, ns=(status.st_atime_ns, status.st_mtime_ns))
    return True


def _new_log(directory: int, item: Append) -> int:
    """A descriptor of a new log, opened for appending."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | _OPEN
    with dated(directory, item.mtime_ns):
        handle = os.open(item.path.rpartition("/")[2], flags, 0o600, dir_fd=directory)
    os.fchown(handle, item.uid, item.gid)
    os.fchmod(handle, item.mode)
    return handle


def _append_whole(handle: int, content: bytes) -> None:
    """Appends in one write. A write that a full disk cuts short is undone, unless a daemon has written as well."""
    ours = os.write(handle, content) if content else 0
    start = os.lseek(handle, 0, os.SEEK_CUR) - ours
    try:
        while ours < len(content):
            ours += os.write(handle, content[ours:])
    except OSError:
        if os.fstat(handle).st_size == start + ours:
            os.ftruncate(handle, start)
        raise
