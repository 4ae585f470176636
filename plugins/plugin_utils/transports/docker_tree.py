# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was seen of a container's file system. It knows nothing of a path that nobody looked at, and says so."""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random

from .base import MAX_BATCH_BYTES, Entry, TransportError
from .docker_archive import TooLarge, members
from .docker_engine import Engine
from .paths import ancestors, roots

#: A directory that holds more than this is not read as a whole; its paths are then read one by one.
MAX_DIRECTORY_BYTES = 8 * 1024 * 1024
#: The first member of an archive needs no more than this beside its content: headers, and what a chunk holds of the next.
_MAX_HEADER_BYTES = 1 << 20
_SECOND = 1_000_000_000


class Tree:
    """The entries seen, each as it was at its last look. A path below a directory that was read whole counts as seen."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._entries: dict[str, Entry | None] = {}
        self._whole: set[str] = set()
        #: The paths whose mtime is known below the second.
        self._exact: set[str] = set()

    def look(self, paths: Sequence[str], max_bytes: int) -> None:
        """See each path, in one request for all paths that share a home. Files above ``max_bytes`` come without content.

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
                self._look_alone(path, max_bytes)

    def children(self, directories: Sequence[str]) -> dict[str, tuple[Entry, ...] | None]:
        """The direct children of each directory, without content; None where it holds too much to be read.

        What is no directory or lies behind a symbolic link has none. Raises DeckyUnreachable, TransportError.
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
        """Whether anybody looked at the path."""
        return path in self._entries or any(path == root or path.startswith(f"{root}/") for root in self._whole)

    def at(self, path: str) -> Entry | None:
        """What stands at a path; None where nothing does or nobody looked. Behind anything but directories it is a symlink."""
        above = (self._entries.get(step) for step in ancestors(path))
        if any(entry is not None and entry.kind != "directory" for entry in above):
            return Entry(path, "symlink", 0, 0, 0, 0, 0)
        return self._entries.get(path)

    def directory(self, path: str) -> Entry | None:
        """The directory at a path as it can be written again; None where none was seen.

        An archive has whole seconds for all but its root, and no program leaves those. Where the fraction is not known it is made up.
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
        """Take over what was written."""
        for entry in entries:
            self._entries[entry.path] = entry
            self._exact.add(entry.path)

    def date(self, path: str, mtime_ns: int) -> None:
        """Take over that entries of a directory changed then, if the directory was seen. Its mtime never goes back."""
        entry = self.directory(path)
        if entry is not None and entry.mtime_ns < mtime_ns:
            self.note([replace(entry, mtime_ns=mtime_ns)])

    def _forget(self, root: str) -> None:
        for path in [path for path in self._entries if path == root or path.startswith(f"{root}/")]:
            del self._entries[path]
            self._exact.discard(path)

    def _look_alone(self, path: str, max_bytes: int) -> None:
        """See a path and the directories above it, one request for each; the first that is none ends it."""
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
        """The entry of one path alone."""
        return self._archive(path, max_bytes + _MAX_HEADER_BYTES, max_bytes, first_only=True) or {path: None}

    def _archive(
        self, root: str, limit: int, max_bytes: int, first_only: bool = False
    ) -> dict[str, Entry | None] | None:
        """The entries of the archive of ``root``, of which there may be none; None where it is larger than ``limit``."""
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
