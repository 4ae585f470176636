# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shell transport, for any host that Ansible reaches and that has a POSIX shell.

Each round trip is one short ``sh`` that reads its script from standard input. The docker transport inherits appends,
tails and commands.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import ClassVar

from . import shell_files, shell_logs, shell_renames, shell_rotation
from .base import (
    MAX_BATCH_BYTES,
    MAX_FILE_BYTES,
    Append,
    CommandResult,
    Entry,
    PlantedFile,
    Reordering,
    Transport,
    TransportError,
)
from .paths import checked
from .renames import Rename
from .rotation import Rotation
from .shell_functions import outcomes
from .target import Execute, Target

_END = re.compile(rb"\n= (\d{1,3})\n\Z")

# The names of all processes, the number of logins, and the time of the boot.
_PROCESSES = "for f in /proc/[0-9]*/comm; do head -c 40 $f; done 2>/dev/null | sort -u | head -n 500"
_SESSIONS = "who 2>/dev/null | wc -l"
_STARTED = "stat -c %Y /proc/1"


class ShellTransport(Transport):
    """A decky behind a shell. ``execute`` runs a script on it, and raises DeckyUnreachable if it does not respond."""

    name = "shell"
    connections: ClassVar[tuple[str, ...]] = ("*",)

    def __init__(self, host: str, execute: Execute, timeout: float = 30.0) -> None:
        super().__init__(host, timeout)
        self._execute = execute

    @classmethod
    def for_target(cls, target: Target) -> Transport:
        return ShellTransport(target.host, target.execute, target.timeout)

    def run(self, script: str, timeout: float | None = None) -> CommandResult:
        # The subshell is parsed as a whole before it starts, so no command in it can read the rest of standard input.
        wrapped = (
            f"{{ (\n{script}\n) </dev/null 2>&1; printf '\\n= %d\\n' $?; }} | head -c {MAX_BATCH_BYTES * 2} | base64\n"
        )
        status, output, problem = self._execute(wrapped.encode("utf-8", "surrogateescape"))
        try:
            answer = base64.b64decode(output)
        except binascii.Error:
            answer = b""
        end = _END.search(answer)
        if end is None:
            message = (problem or output)[-200:].decode("utf-8", "replace").strip() or "no output"
            raise TransportError(
                f"the shell of {self.host} ended with status {status} and no result ({message}); check that sh and "
                "base64 work on the host"
            )
        return CommandResult(int(end.group(1)), answer[: end.start()], b"")

    def read(self, paths: Sequence[str], max_bytes: int = MAX_FILE_BYTES) -> dict[str, Entry | None]:
        return self._look(paths, "full", max_bytes)

    def tail(self, paths: Sequence[str], max_bytes: int = 8192) -> dict[str, Entry | None]:
        return self._look(paths, "tail", max_bytes)

    def list_directories(self, paths: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
        for path in paths:
            checked(path, self.host)
        if not paths:
            return {}
        return shell_files.list_answer(self.run(shell_files.list_script(paths)).stdout, paths, self.host)

    def plant(self, files: Sequence[PlantedFile]) -> None:
        for file in files:
            checked(file.path, self.host)
        if files:
            self._refuse(
                [file.path for file in files], outcomes(self.run(shell_files.plant_script(files)).stdout, len(files))
            )

    def append(self, appends: Sequence[Append]) -> dict[str, bool]:
        for item in appends:
            checked(item.path, self.host)
        if not appends:
            return {}
        reasons = outcomes(self.run(shell_logs.append_script(appends)).stdout, len(appends))
        self._refuse([item.path for item in appends], [None if reason == "changed" else reason for reason in reasons])
        return {item.path: reason is None for item, reason in zip(appends, reasons)}

    def reorder(self, items: Sequence[Reordering]) -> dict[str, bool]:
        for item in items:
            checked(item.path, self.host)
        if not items:
            return {}
        reasons = outcomes(self.run(shell_logs.reorder_script(items)).stdout, len(items))
        return {item.path: reason is None for item, reason in zip(items, reasons)}

    def rename(self, moves: Sequence[Rename]) -> list[str]:
        for path in (path for move in moves for path in (move.path, move.stem, move.target)):
            checked(path, self.host)
        renamed: list[str] = []
        for start in range(0, len(moves), shell_renames.MAX_RENAMES):
            some = moves[start : start + shell_renames.MAX_RENAMES]
            renamed += shell_renames.statuses(self.run(shell_renames.script(some)).stdout, len(some))
        return renamed

    def rotate(self, rotations: Sequence[Rotation]) -> dict[str, str | None]:
        for item in rotations:
            checked(item.path, self.host)
        if not rotations:
            return {}
        reasons = outcomes(self.run(shell_rotation.script(rotations)).stdout, len(rotations))
        return {item.path: reason for item, reason in zip(rotations, reasons)}

    def sessions(self, identity: str | None = None) -> int:
        answer = self.run(_SESSIONS).stdout.strip()
        return int(answer) if answer.isdigit() else 0

    def started_at(self) -> datetime | None:
        answer = self.run(_STARTED).stdout.strip()
        return datetime.fromtimestamp(int(answer), timezone.utc) if answer.isdigit() else None

    def processes(self) -> tuple[str, ...]:
        names = self.run(_PROCESSES).stdout.decode("utf-8", "replace").split("\n")
        return tuple(name for name in names if re.fullmatch(r"[\w./:() -]{1,40}", name))

    def _look(self, paths: Sequence[str], how: str, limit: int) -> dict[str, Entry | None]:
        for path in paths:
            checked(path, self.host)
        if not paths:
            return {}
        return shell_files.read_answer(self.run(shell_files.read_script(paths, how, limit)).stdout, paths, self.host)

    def _refuse(self, paths: Sequence[str], reasons: Sequence[str | None]) -> None:
        for path, reason in zip(paths, reasons):
            if reason is not None:
                raise TransportError(f"{path} on {self.host} was not written: {reason}")
