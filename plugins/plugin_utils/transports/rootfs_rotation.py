# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rotation of one log by system calls, relative to an open directory and without following a link."""

from __future__ import annotations

import contextlib
import os
import stat

from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.gzip_format import compressed

from .base import MAX_BATCH_BYTES
from .rootfs_tree import dated, open_quietly
from .rotation import IRREGULAR, NOT_THERE, Rotation

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def rotate(directory: int, item: Rotation) -> str | None:
    """Rotates the log in ``directory``; returns None, or the reason why it was not rotated. Raises OSError."""
    name = item.path.rpartition("/")[2]
    first, fresh = f"{name}.1", f"{name}.1.gz"
    packed = [f"{name}.{number}.gz" for number in range(1, item.keep + 1)]
    logs = {each: _status(directory, each) for each in (name, first, *packed)}
    if logs[name] is None:
        return NOT_THERE
    if any(status is not None and not stat.S_ISREG(status.st_mode) for status in logs.values()):
        return IRREGULAR
    earlier = logs[first]
    if earlier is not None and earlier.st_size > MAX_BATCH_BYTES:
        return f"{first} has {earlier.st_size} bytes, more than the limit of {MAX_BATCH_BYTES}"
    with dated(directory, item.mtime_ns):
        if logs[fresh] is not None:
            os.unlink(fresh, dir_fd=directory)
        if earlier is not None:
            _pack(directory, first, fresh)
        for older, newer in zip(packed[:0:-1], packed[-2::-1]):
            with contextlib.suppress(FileNotFoundError):
                os.rename(newer, older, src_dir_fd=directory, dst_dir_fd=directory)
        os.rename(name, first, src_dir_fd=directory, dst_dir_fd=directory)
        try:
            _renew(directory, name, first, item.mtime_ns)
        except OSError:
            os.rename(first, name, src_dir_fd=directory, dst_dir_fd=directory)
            raise
    return None


def _pack(directory: int, source: str, target: str) -> None:
    """Compresses ``source`` into the new file ``target``, with the owner, mode and times of ``source``."""
    handle = open_quietly(source, directory)
    with open(handle, "rb") as stream:
        like = os.fstat(handle)
        content = stream.read(MAX_BATCH_BYTES)
    try:
        _write(directory, target, compressed(content, like.st_mtime_ns // 1_000_000_000), like)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(target, dir_fd=directory)
        raise


def _write(directory: int, name: str, content: bytes, like: os.stat_result) -> None:
    handle = os.open(name, _NEW, 0o600, dir_fd=directory)
    with open(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fchown(handle, like.st_uid, like.st_gid)
        os.fchmod(handle, stat.S_IMODE(like.st_mode))
        os.utime(handle, ns=(like.st_atime_ns, like.st_mtime_ns))


def _renew(directory: int, name: str, like: str, mtime_ns: int) -> None:
    """Creates the new, empty log with the owner and mode of the old one."""
    old = os.stat(like, dir_fd=directory, follow_symlinks=False)
    _write(directory, name, b"", old)
    os.utime(name, ns=(mtime_ns, mtime_ns), dir_fd=directory, follow_symlinks=False)


def _status(directory: int, name: str) -> os.stat_result | None:
    try:
        return os.stat(name, dir_fd=directory, follow_symlinks=False)
    except FileNotFoundError:
        return None
