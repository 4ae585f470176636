# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tar streams of Docker's archive API, read with bounds and written with everything that ``stat`` shows.

Nothing is extracted on the controller.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from posixpath import dirname

from .base import Entry, PlantedFile

_KINDS = {
    tarfile.REGTYPE: "file",
    tarfile.AREGTYPE: "file",
    tarfile.LNKTYPE: "file",
    tarfile.DIRTYPE: "directory",
    tarfile.SYMTYPE: "symlink",
}


class TooLarge(Exception):
    """A stream that holds more bytes than its limit."""


class _Stream(io.RawIOBase):
    """A file object over chunks. Raises TooLarge beyond its limit."""

    def __init__(self, chunks: Iterable[bytes], limit: int) -> None:
        self._chunks: Iterator[bytes] = iter(chunks)
        self._left = b""
        self._budget = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._budget -= len(chunk)
            if self._budget < 0:
                raise TooLarge
            self._left = chunk
        taken = min(len(buffer), len(self._left))
        buffer[:taken] = self._left[:taken]
        self._left = self._left[taken:]
        return taken


def members(
    chunks: Iterable[bytes], root: str, limit: int, max_bytes: int, first_only: bool = False
) -> Iterator[Entry]:
    """The entries of an archive of ``root``. Raises TooLarge beyond ``limit`` bytes, tarfile.TarError if malformed.

    Files above ``max_bytes`` have no content. Hard links have the content of an earlier member that they name.
    """
    above = dirname(root).rstrip("/")
    contents: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BufferedReader(_Stream(chunks, limit), 1 << 16), mode="r|") as archive:
        for member in archive:
            path = f"{above}/{member.name.rstrip('/')}"
            kind = _KINDS.get(member.type, "other")
            content = None
            if kind == "file" and member.size <= max_bytes:
                handle = None if member.islnk() else archive.extractfile(member)
                content = handle.read(max_bytes + 1) if handle else contents.get(f"{above}/{member.linkname}")
                if content is not None and member.type != tarfile.LNKTYPE:
                    contents[path] = content
            size = len(content) if content is not None else member.size
            mtime = member.pax_headers.get("mtime")
            yield Entry(
                path,
                kind,
                member.uid,
                member.gid,
                member.mode & 0o7777,
                size,
                _nanoseconds(mtime, member.mtime),
                content,
            )
            if first_only:
                return


def archive_of(files: Sequence[PlantedFile], directories: Iterable[Entry]) -> bytes:
    """One PAX archive, relative to the root: the directories, then the files.

    The engine creates missing directories, and sets the owner, mode and times of all. It sets the mtime of a directory
    last, after its files.
    """
    buffer = io.BytesIO()
    with tarfile.open(
        fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT, encoding="utf-8", errors="surrogateescape"
    ) as archive:
        for entry in sorted(directories, key=lambda entry: entry.path):
            info = _member(entry.path, entry.uid, entry.gid, entry.mode, entry.mtime_ns, entry.mtime_ns)
            info.type = tarfile.DIRTYPE
            archive.addfile(info)
        for file in files:
            info = _member(file.path, file.uid, file.gid, file.mode, file.mtime_ns, file.atime_ns)
            info.size = len(file.content)
            archive.addfile(info, io.BytesIO(file.content))
    return buffer.getvalue()


def _member(path: str, uid: int, gid: int, mode: int, mtime_ns: int, atime_ns: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(path.lstrip("/"))
    info.uid, info.gid, info.uname, info.gname, info.mode = uid, gid, "", "", mode
    info.mtime = mtime_ns // 1_000_000_000
    info.pax_headers = {"mtime": _decimal(mtime_ns), "atime": _decimal(atime_ns)}
    return info


def _decimal(nanoseconds: int) -> str:
    return f"{nanoseconds // 1_000_000_000}.{nanoseconds % 1_000_000_000:09d}"


def _nanoseconds(text: str | None, fallback: float) -> int:
    whole, _dot, fraction = (text or "").partition(".")
    if not whole.lstrip("-").isdigit() or not (fraction or "0").isdigit():
        return int(fallback) * 1_000_000_000
    return int(whole) * 1_000_000_000 + int(fraction[:9].ljust(9, "0") or "0")
