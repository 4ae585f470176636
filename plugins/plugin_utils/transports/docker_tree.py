# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The known part of a container's file system, and the paths that were never read."""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random

from .base import MAX_BATCH_BYTES, Entry, TransportError
from .docker_archive import TooLarge, members
from .docker_engine import Engine
from .paths import ancestors, roots

#: The most bytes of a directory that is read as a whole. The paths of a larger one are read one by one.
MAX_DIRECTORY_BYTES = 8 * 1024 * 1024
#: The bytes of an archive's first member beyond its content: headers, and the rest of the chunk.
_MAX_HEADER_BYTES = 1 << 20
_SECOND = 1_000_000_000


class Tree:
    """The entries that were read, each at its latest state.

    A path below a directory that was read as a whole counts as read.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._entries: dict[str, Entry | None] = {}
        self._whole: set[str] = set()
        #: The paths whose mtime is known to the nanosecond.
        self._exact: set[str] = set()

    def look(self, paths: Sequence[str], max_bytes: int) -> None:
        """Reads each path, in one request for all paths that share a home. Files above ``max_bytes`` have no content.

        Raises DeckyUnreachable, TransportError.
        """
        for root, group in roots(paths).items():
            entries = self._archive(root, MAX_DIRECTORY_BYTES, max_bytes)
            if entries is not None:
                self._forget(root)
                self._entries.update(entries)
                self._whole.add(root)
                self._exact.add(root)
                continue
            for path in group:
                self._read_alone(path, max_bytes)

    def children(self, directories: Sequence[str]) -> dict[str, tuple[Entry, ...] | None]:
        """The direct children of each directory, without content; None if the directory is too large.

        A path that is no directory or is behind a symbolic link has no children. Raises DeckyUnreachable,
        TransportError.
        """
        above: dict[str, Entry | None] = {}
        for step in sorted({step for path in directories for step in ancestors(path)}):
            above.update(self._first(step))
        return {
            path: self._children(path)
            if all((entry := above[step]) and entry.kind == "directory" for step in ancestors(path))
            else ()
            for path in directories
        }

    def _children(self, directory: str) -> tuple[Entry, ...] | None:
        found = self._archive(directory, MAX_BATCH_BYTES, 0)
        if found is None:
            return None
        return tuple(entry for path, entry in found.items() if entry and path.rpartition("/")[0] == directory)

    def seen(self, path: str) -> bool:
        """Whether the path was read."""
        return path in self._entries or any(path == root or path.startswith(f"{root}/") for root in self._whole)

    def at(self, path: str) -> Entry | None:
        """The entry at a path; None if there is none or the path was not read.

        A path behind anything but directories has an entry of the kind ``symlink``.
        """
        above = (self._entries.get(step) for step in ancestors(path))
        if any(entry is not None and entry.kind != "directory" for entry in above):
            return Entry(path, "symlink", 0, 0, 0, 0, 0)
        return self._entries.get(path)

    def directory(self, path: str) -> Entry | None:
        """The directory at a path, ready to be written again; None if none was read.

        An archive has whole seconds for all members but its root, and no program leaves whole seconds. An unknown
        fraction is invented.
        """
        entry = self.at(path)
        if entry is None or entry.kind != "directory":
            return None
        if path in self._exact:
            return entry
        return replace(
            entry,
            mtime_ns=entry.mtime_ns
            + seeded_random("mtime", path.encode("utf-8", "surrogateescape"), entry.mtime_ns).randrange(1, _SECOND),
        )

    def note(self, entries: Iterable[Entry]) -> None:
        """Records the entries that were written."""
        for entry in entries:
            self._entries[entry.path] = entry
            self._exact.add(entry.path)

    def date(self, path: str, mtime_ns: int) -> None:
        """Advances the mtime of a directory that was read. The mtime never goes backwards."""
        entry = self.directory(path)
        if entry is not None and entry.mtime_ns < mtime_ns:
            self.note([replace(entry, mtime_ns=mtime_ns)])

    def _forget(self, root: str) -> None:
        for path in [path for path in self._entries if path == root or path.startswith(f"{root}/")]:
            del self._entries[path]
            self._exact.discard(path)

    def _read_alone(self, path: str, max_bytes: int) -> None:
        """Reads a path and the directories above it, one request for each, up to the first that is no directory."""
        self._entries[path] = None
        for step in ancestors(path):
            if step not in self._entries:
                self._entries.update(self._first(step))
                self._exact.add(step)
            entry = self._entries[step]
            if entry is None or entry.kind != "directory":
                return
        self._entries.update(self._first(path, max_bytes))

    def _first(self, path: str, max_bytes: int = 0) -> dict[str, Entry | None]:
        """The entry of one path without the paths below it."""
        return self._archive(path, max_bytes + _MAX_HEADER_BYTES, max_bytes, first_only=True) or {path: None}

    def _archive(
        self, root: str, limit: int, max_bytes: int, first_only: bool = False
    ) -> dict[str, Entry | None] | None:
        """The entries of the archive of ``root``, empty if it is missing; None if it is larger than ``limit``."""
        try:
            with self._engine.archive(root) as (stream, fraction):
                found: dict[str, Entry | None] = {
                    entry.path: entry for entry in members(stream, root, limit, max_bytes, first_only)
                }
        except FileNotFoundError:
            return {root: None}
        except TooLarge:
            return None
        except tarfile.TarError as problem:
            raise TransportError(f"the archive of {root} on {self._engine.host} cannot be read ({problem})") from None
        entry = found.get(root)
        if entry is not None:
            found[root] = replace(entry, mtime_ns=entry.mtime_ns // _SECOND * _SECOND + fraction)
        return found
