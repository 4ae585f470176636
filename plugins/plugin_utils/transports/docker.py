# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Docker deckies: files go and come through the archive API, with no process in the decky; appends and commands through one ``sh``.

A round trip of reading is one request as long as the paths share a home; one of planting always is.
"""

from __future__ import annotations

import tarfile
from collections.abc import Sequence
from datetime import datetime
from shlex import quote

from .base import MAX_BATCH_BYTES, MAX_FILE_BYTES, Entry, PlantedFile, Transport, TransportError
from .docker_archive import TooLarge, archive_of, members
from .docker_engine import Engine
from .local_processes import sessions_of
from .paths import ancestors, checked, roots
from .shell import ShellTransport
from .target import Target

#: A directory that holds more than this is not read as a whole; its paths are then asked for one by one.
MAX_DIRECTORY_BYTES = 8 * 1024 * 1024
_INTERACTIVE = ("sshd: ", "sshd-session: ")


class DockerTransport(ShellTransport):
    """A container, local or behind a remote engine. ``container`` is its name or id."""

    name = "docker"
    connections = ("docker", "community.docker.docker", "community.docker.docker_api")
    variables = ("ansible_host", "ansible_docker_docker_host", "ansible_docker_api_docker_host")

    def __init__(self, host: str, container: str, base_url: str | None = None, timeout: float = 30.0) -> None:
        self._engine = Engine(host, container, base_url, timeout)
        super().__init__(host, lambda script: (0, self._engine.shell(script), b""), timeout)
        self._known: dict[str, Entry | None] = {}
        self._whole: set[str] = set()

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
        found: dict[str, Entry | None] = {}
        for root, group in roots(paths).items():
            if not self._read_directory(root, max_bytes):
                for path in group:
                    self._read_alone(path, max_bytes)
            found.update({path: self._at(path) for path in group})
        return found

    def list_directories(self, paths: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
        self._whole.clear()
        self._known.clear()
        for path in paths:
            checked(path, self.host)
            self._read_directory(path, 0)
        return {
            path: tuple(entry for name, entry in self._known.items() if entry and name.rpartition("/")[0] == path)
            for path in paths
        }

    def plant(self, files: Sequence[PlantedFile]) -> None:
        if not files:
            return
        unknown = [
            file.path for file in files if not self._is_known(checked(file.path, self.host)) and not file.unguessable
        ]
        unknown += sorted(
            {path for file in files for path in file.beside if not self._is_known(checked(path, self.host))}
        )
        if unknown:
            self.read(unknown)
        missing: dict[str, PlantedFile] = {}
        for file in files:
            self._refuse_unsafe(file.path)
            needed = (*ancestors(file.path), *(step for path in file.beside for step in (*ancestors(path), path)))
            missing.update({path: file for path in needed if self._at(path) is None and path not in missing})
        try:
            self._engine.put(archive_of(files, missing))
        except TransportError as problem:
            self._restore(files)
            raise TransportError(f"{files[0].path} on {self.host} was not written: {problem}") from None
        for path in missing:
            self._known[path] = Entry(path, "directory", 0, 0, 0o755, 0, 0)
        for file in files:
            self._known[file.path] = Entry(
                file.path, "file", file.uid, file.gid, file.mode, len(file.content), file.mtime_ns, file.content
            )

    def identity(self) -> str | None:
        return self._engine.inspect()[0]

    def sessions(self, identity: str | None = None) -> int:
        """From the controller's own processes where the engine is a local one, else from the engine's process list."""
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

    def _read_directory(self, root: str, max_bytes: int) -> bool:
        """Learn all that is below ``root`` in one request; False where it is too much, or its parent is gone."""
        seen: dict[str, Entry | None] = {}
        try:
            with self._engine.archive(root) as stream:
                for entry in members(stream, root, MAX_DIRECTORY_BYTES if max_bytes else MAX_BATCH_BYTES, max_bytes):
                    seen[entry.path] = entry
        except FileNotFoundError:
            seen = {root: None}
        except TooLarge:
            return False
        except tarfile.TarError as problem:
            raise TransportError(f"the archive of {root} on {self.host} cannot be read ({problem})") from None
        self._known.update(seen)
        self._whole.add(root)
        return True

    def _read_alone(self, path: str, max_bytes: int) -> None:
        for step in [*ancestors(path), path]:
            if step in self._known and step != path:
                continue
            try:
                with self._engine.archive(step) as stream:
                    limit = max_bytes + (1 << 20)
                    try:
                        self._known[step] = next(
                            members(stream, step, limit, max_bytes if step == path else 0, first_only=True), None
                        )
                    except TooLarge:
                        self._known[step] = None
            except FileNotFoundError:
                self._known[step] = None
            known = self._known[step]
            if known is None or (known.kind != "directory" and step != path):
                self._known.setdefault(path, None)
                return

    def _is_known(self, path: str) -> bool:
        return path in self._known or any(root == path or path.startswith(root + "/") for root in self._whole)

    def _at(self, path: str) -> Entry | None:
        """What is known to stand at a path; above what was read, directories are taken to be there."""
        if path not in self._known and not any(path.startswith(root + "/") or path == root for root in self._whole):
            return Entry(path, "directory", 0, 0, 0o755, 0, 0)
        link = next(
            (step for step in ancestors(path) if (known := self._known.get(step)) and known.kind != "directory"), None
        )
        return Entry(path, "symlink", 0, 0, 0, 0, 0) if link else self._known.get(path)

    def _refuse_unsafe(self, path: str) -> None:
        for step in ancestors(path):
            above = self._at(step)
            if above is not None and above.kind != "directory":
                raise TransportError(
                    f"{path} on {self.host} was not written: {step} is a {above.kind}, not a directory"
                )
        here = self._at(path) if self._is_known(path) else None
        if here is not None and here.kind != "file":
            raise TransportError(f"{path} on {self.host} was not written: it is a {here.kind}, not a regular file")

    def _restore(self, files: Sequence[PlantedFile]) -> None:
        """After a write that failed half-way: what stood there comes back, what is new goes."""
        old = [(file, entry) for file in files if (entry := self._known.get(file.path)) is not None]
        new = [file.path for file in files if self._known.get(file.path) is None]
        if new:
            self.run("".join(f"rm -f -- {quote(path)}\n" for path in new))
        kept = [
            PlantedFile(file.path, entry.content, entry.uid, entry.gid, entry.mode, entry.mtime_ns, entry.mtime_ns)
            for file, entry in old
            if entry.content is not None
        ]
        if kept:
            self._engine.put(archive_of(kept, {}))
