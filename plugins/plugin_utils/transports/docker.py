# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The docker transport.

Files are read and written through the archive API, without a process in the decky. Appends and commands run one
``sh``. A read is one request for all paths that share a home; a write is always one request.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from shlex import quote

from .base import MAX_FILE_BYTES, Entry, PlantedFile, Transport, TransportError
from .docker_archive import archive_of
from .docker_directories import changed_directories
from .docker_engine import Engine
from .docker_tree import Tree
from .local_processes import sessions_of
from .paths import ancestors, checked
from .renames import DONE, Rename
from .rotation import Rotation
from .shell import ShellTransport
from .target import Target

_INTERACTIVE = ("sshd: ", "sshd-session: ")


class DockerTransport(ShellTransport):
    """A container, local or behind a remote engine. ``container`` is its name or id."""

    name = "docker"
    connections = ("docker", "community.docker.docker", "community.docker.docker_api")
    variables = ("ansible_host", "ansible_docker_docker_host", "ansible_docker_api_docker_host")

    def __init__(self, host: str, container: str, base_url: str | None = None, timeout: float = 30.0) -> None:
        self._engine = Engine(host, container, base_url, timeout)
        super().__init__(host, lambda script: (0, self._engine.shell(script), b""), timeout)
        self._tree = Tree(self._engine)

    @classmethod
    def for_target(cls, target: Target) -> Transport:
        engine = target.variables.get("ansible_docker_docker_host") or target.variables.get(
            "ansible_docker_api_docker_host"
        )
        container = str(target.variables.get("ansible_host") or target.host)
        return DockerTransport(target.host, container, str(engine) if engine else None, target.timeout)

    def read(self, paths: Sequence[str], max_bytes: int = MAX_FILE_BYTES) -> dict[str, Entry | None]:
        for path in paths:
            checked(path, self.host)
        self._tree.look(paths, max_bytes)
        return {path: self._tree.at(path) for path in paths}

    def list_directories(self, paths: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
        for path in paths:
            checked(path, self.host)
        found = self._tree.children(paths)
        # The archive of a directory holds everything below it. The decky's shell lists a very large directory.
        listed = super().list_directories([path for path, children in found.items() if children is None])
        return {path: listed[path] if children is None else children for path, children in found.items()}

    def plant(self, files: Sequence[PlantedFile]) -> None:
        if not files:
            return
        for path in (path for file in files for path in (file.path, *file.beside)):
            checked(path, self.host)
        tree = self._tree
        wanted = {file.path for file in files if not file.unguessable} | {
            path for file in files for path in file.beside
        }
        tree.look(sorted(path for path in wanted if not tree.seen(path)), MAX_FILE_BYTES)
        for file in files:
            self._refuse_unsafe(file.path)
        directories = changed_directories(tree, files)
        try:
            self._engine.put(archive_of(files, directories))
        except TransportError as problem:
            self._restore(files, [old for new in directories if (old := tree.directory(new.path)) is not None])
            raise TransportError(f"{files[0].path} on {self.host} was not written: {problem}") from None
        tree.note(directories)
        tree.note(
            Entry(file.path, "file", file.uid, file.gid, file.mode, len(file.content), file.mtime_ns, file.content)
            for file in files
        )

    def rename(self, moves: Sequence[Rename]) -> list[str]:
        results = super().rename(moves)
        for move, result in zip(moves, results):
            if result == DONE and move.mtime_ns is not None:
                for path in (move.path, move.stem, move.target):
                    self._tree.date(path.rpartition("/")[0], move.mtime_ns)
        return results

    def rotate(self, rotations: Sequence[Rotation]) -> dict[str, str | None]:
        reasons = super().rotate(rotations)
        for item in rotations:
            if reasons[item.path] is None:
                self._tree.date(item.path.rpartition("/")[0], item.mtime_ns)
        return reasons

    def identity(self) -> str | None:
        return self._engine.inspect()[0]

    def sessions(self, identity: str | None = None) -> int:
        """The number of sessions, from the controller's processes for a local engine, else from the engine's list."""
        if identity and self._engine.base_url.startswith("unix:") and (known := sessions_of(identity)) is not None:
            return known
        rows = self._engine.top()
        own = rows[0][1] if rows else "?"
        terminals = {tty for _pid, tty, _args in rows if tty not in ("?", "-", "", own)}
        remote = sum(args.startswith(_INTERACTIVE) and "@notty" in args for _pid, _tty, args in rows)
        return len(terminals) + remote

    def processes(self) -> tuple[str, ...]:
        names = {args.split(" ")[0].rpartition("/")[2].rstrip(":") for _pid, _tty, args in self._engine.top() if args}
        return tuple(sorted(name[:40] for name in names if name))

    def started_at(self) -> datetime | None:
        return self._engine.inspect()[1]

    def close(self) -> None:
        self._engine.close()

    def _refuse_unsafe(self, path: str) -> None:
        for step in ancestors(path):
            above = self._tree.at(step)
            if above is not None and above.kind != "directory":
                raise TransportError(
                    f"{path} on {self.host} was not written: {step} is a {above.kind}, not a directory"
                )
        here = self._tree.at(path)
        if here is not None and here.kind != "file":
            raise TransportError(f"{path} on {self.host} was not written: it is a {here.kind}, not a regular file")

    def _restore(self, files: Sequence[PlantedFile], directories: Sequence[Entry]) -> None:
        """Undoes a failed write: restores the earlier files and removes the new ones."""
        entries = {file.path: self._tree.at(file.path) for file in files}
        new = [path for path, entry in entries.items() if entry is None]
        if new:
            self.run("".join(f"rm -f -- {quote(path)}\n" for path in new))
        kept = [
            PlantedFile(path, entry.content, entry.uid, entry.gid, entry.mode, entry.mtime_ns, entry.mtime_ns)
            for path, entry in entries.items()
            if entry is not None and entry.content is not None
        ]
        if kept or directories:
            self._engine.put(archive_of(kept, directories))
