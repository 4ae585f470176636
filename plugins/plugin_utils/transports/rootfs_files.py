# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The writing of one file by system calls, relative to an open directory and without following a link."""

from __future__ import annotations

import contextlib
import os
import stat

from .base import PlantedFile
from .rootfs_tree import dated


def write(directory: int, file: PlantedFile) -> None:
    """Writes the file under a temporary name, sets everything, then renames it. Raises OSError and leaves nothing."""
    name = file.path.rpartition("/")[2]
    with dated(directory, None if file.in_place and _is_file(directory, name) else file.mtime_ns):
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


def _is_file(directory: int, name: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(name, dir_fd=directory, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return False
