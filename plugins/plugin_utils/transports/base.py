# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How bytes get to and from a decky, whatever it runs on.

A transport knows nothing of personas or content classes. Whatever it reads comes from a hostile
host: sizes and times are bounded, only regular files are read, symbolic links are never followed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.entries import Entry

from .renames import MOST, Rename, script, statuses
from .rotation import Rotation
from .target import Fit, Target

#: The most bytes that are read of one file, and of one batch. A decky cannot make the controller hold more.
MAX_FILE_BYTES = 32 * 1024 * 1024
MAX_BATCH_BYTES = 64 * 1024 * 1024


class TransportError(Exception):
    """A decky could not be reached or did not do what it was asked; one sentence for the operator."""


class DeckyUnreachable(TransportError):
    """The decky (or its engine) does not answer at all."""


@dataclass(frozen=True)
class PlantedFile:
    """A regular file to write, with everything that ``stat`` shows and that can be set.

    Missing parents are made with the same owner and mode ``parent_mode``, and so are the directories ``beside`` it. ``unguessable`` says that the name is a
    random one below a directory that every host has: nobody can have put a link there, so no look is needed first.
    """

    path: str
    content: bytes
    uid: int
    gid: int
    mode: int
    mtime_ns: int
    atime_ns: int
    parent_mode: int = 0o755
    unguessable: bool = False
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Append:
    """Lines to add to the end of a file whose inode stays; ``mtime_ns`` is set afterwards.

    ``expected_size`` guards against a file that changed since it was read: then nothing is written.
    A file that is missing is made with uid, gid and mode. With ``offset`` the content overwrites the file from there on, and has to reach beyond its end.
    """

    path: str
    content: bytes
    uid: int
    gid: int
    mode: int
    mtime_ns: int
    expected_size: int | None = None
    offset: int | None = None


@dataclass(frozen=True)
class CommandResult:
    """What one short process in the decky said; both streams are bounded bytes."""

    rc: int
    stdout: bytes
    stderr: bytes


class Transport(ABC):
    """A way to one decky. Instances live for one task, in one process."""

    #: The value of the option ``transport`` that names it. A base class sets none.
    name: ClassVar[str]
    #: The connection plugins that it is made for, by the names that inventories use; ``*`` is any of them.
    connections: ClassVar[tuple[str, ...]] = ()
    #: The inventory variables that :meth:`for_target` reads, beside ansible_connection.
    variables: ClassVar[tuple[str, ...]] = ()
    #: Whether a process can be started in the decky at all.
    can_run: ClassVar[bool] = True

    def __init__(self, host: str, timeout: float = 30.0) -> None:
        self.host = host
        self.timeout = timeout

    @classmethod
    @abstractmethod
    def for_target(cls, target: Target) -> Transport:
        """The transport of a host. Raises TransportError where an option that it needs is missing."""

    @classmethod
    def fit(cls, target: Target) -> Fit:
        """How well it fits a host whose transport is ``auto``."""
        if target.connection in cls.connections:
            return Fit.CONNECTION
        return Fit.FALLBACK if "*" in cls.connections else Fit.NONE

    @abstractmethod
    def read(self, paths: Sequence[str], max_bytes: int = MAX_FILE_BYTES) -> dict[str, Entry | None]:
        """Read what stands at each path, in one round trip; None where there is nothing.

        Directories are answered without content. Raises DeckyUnreachable, TransportError.
        """

    @abstractmethod
    def tail(self, paths: Sequence[str], max_bytes: int = 8192) -> dict[str, Entry | None]:
        """Like :meth:`read`, but ``content`` is the last ``max_bytes`` of each file (``size`` is the whole)."""

    @abstractmethod
    def list_directories(self, paths: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
        """The direct children of each directory (without content); what is missing, or is no directory, has none."""

    @abstractmethod
    def plant(self, files: Sequence[PlantedFile]) -> None:
        """Write all files in one round trip; none is ever left half-written.

        Raises TransportError where a path is a directory or leads through a symbolic link, where the disk is full.
        """

    @abstractmethod
    def append(self, appends: Sequence[Append]) -> dict[str, bool]:
        """Append to each file, its inode kept; False for a path whose size was not the expected one."""

    @abstractmethod
    def rotate(self, rotations: Sequence[Rotation]) -> dict[str, str | None]:
        """Rotate each log as logrotate does, in one round trip; by path None where it was done, else why not.

        A log is left as it is where it or a log rotated before it is no regular file, or where the path leads through a symbolic link.
        """

    @abstractmethod
    def run(self, script: str, timeout: float | None = None) -> CommandResult:
        """Run one POSIX shell script in the decky, fed on standard input (never in argv).

        The one operation that needs :attr:`can_run`; without it raises TransportError.
        """

    def rename(self, moves: Sequence[Rename]) -> list[str]:
        """Rename regular files; for each ``done``, ``same``, ``kept`` or ``gone``. One short ``sh`` for :data:`renaming.MOST` of them."""
        said: list[str] = []
        for start in range(0, len(moves), MOST):
            some = moves[start : start + MOST]
            said += statuses(self.run(script(some)).stdout, len(some))
        return said

    @abstractmethod
    def sessions(self, identity: str | None = None) -> int:
        """How many people are on the decky now (terminals and SSH sessions); 0 where that cannot be known.

        ``identity`` is what :meth:`identity` once said; it may save a round trip.
        """

    def identity(self) -> str | None:
        """A name of the decky by which its processes can be told on the controller, or None."""
        return None

    @abstractmethod
    def started_at(self) -> datetime | None:
        """When the host (container) started, or None."""

    @abstractmethod
    def processes(self) -> tuple[str, ...]:
        """The command names of the running processes, bounded; empty where that cannot be known."""

    def read_file(self, path: str, max_bytes: int = MAX_FILE_BYTES) -> bytes:
        """The content of one regular file. Raises FileNotFoundError, TransportError."""
        entry = self.read([path], max_bytes)[path]
        if entry is None:
            raise FileNotFoundError(path)
        if entry.kind != "file":
            raise TransportError(f"{path} on {self.host} is a {entry.kind}, not a regular file")
        if entry.content is None:
            raise TransportError(f"{path} on {self.host} has {entry.size} bytes, more than the limit of {max_bytes}")
        return entry.content

    def close(self) -> None:  # noqa: B027  (most transports hold nothing open)
        """Give back whatever the transport holds open."""
