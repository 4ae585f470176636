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

from .renames import Rename
from .rotation import Rotation
from .target import Fit, Target

#: The most bytes that are read of one file, and of one batch. A decky cannot make the controller hold more.
MAX_FILE_BYTES = 32 * 1024 * 1024
MAX_BATCH_BYTES = 64 * 1024 * 1024
#: The most bytes that are reordered in place.
MAX_REORDERED_BYTES = 1024 * 1024


class TransportError(Exception):
    """A decky could not be reached or did not do what it was asked; one sentence for the operator."""


class DeckyUnreachable(TransportError):
    """The decky (or its engine) does not answer at all."""


@dataclass(frozen=True)
class PlantedFile:
    """A regular file to write, with everything that ``stat`` shows and that can be set. Times are nanoseconds since the epoch.

    Directories that are missing above it, and those ``beside`` it, are made with its owner and the mode ``parent_mode``. ``unguessable`` says that
    the name is a random one below a directory that every host has: nobody can have put a link there, so no look is needed first.

    The mtime of a directory says when an entry of it was last made, renamed or removed. So that of the file's directory becomes ``mtime_ns``, unless
    it is later already. ``in_place`` says that the program which wrote the file opens it and writes: then a file that is there leaves its directory's
    mtime as it is. ``through`` is a directory in which the program wrote the file before it renamed it (a Maildir's tmp); its mtime goes along.
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
    in_place: bool = False
    through: str | None = None


@dataclass(frozen=True)
class Append:
    """Lines to add to the end of a file whose inode stays; ``mtime_ns`` is set afterwards.

    ``expected_size`` guards against a file that changed since it was read: then nothing is written.
    A file that is missing is made with uid, gid and mode.
    """

    path: str
    content: bytes
    uid: int
    gid: int
    mode: int
    mtime_ns: int
    expected_size: int | None = None


@dataclass(frozen=True)
class Reordering:
    """Lines of a live log that change places: ``after`` has the bytes of ``before`` in another order, so both are equally long.

    ``offset`` is the place of the first byte in the file. Raises ValueError where the lengths differ or are above MAX_REORDERED_BYTES.
    """

    path: str
    offset: int
    before: bytes
    after: bytes

    def __post_init__(self) -> None:
        if len(self.before) != len(self.after) or len(self.before) > MAX_REORDERED_BYTES:
            raise ValueError(f"{self.path}: {len(self.before)} bytes cannot become {len(self.after)} in place")


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
        """Like :meth:`read`, but ``content`` is the last ``max_bytes`` of each file, up to its ``size`` (which is the whole)."""

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
        """Append to each file, its inode kept; False for a path whose size was not the expected one.

        The content is one write at the end of the file (O_APPEND), so that it stands in one piece whatever a daemon writes at the same time.
        """

    @abstractmethod
    def reorder(self, items: Sequence[Reordering]) -> dict[str, bool]:
        """Bring lines of live logs into another order, in one round trip; True where it was done. One reordering for each path.

        How lines get in between those of a daemon that goes on writing, without losing one: they are appended first, read back, and then the
        region from the place where they belong to their end is written again, sorted. Any overwrite that makes the file longer
        would cover what the daemon appended since it was read; this one ends where the append ended, so that such lines stand behind it. A crash
        between the two leaves all lines complete, in the wrong order.

        The file is opened once. It is left as it is, and False, where its bytes at the offset are not ``before``: it was rotated, truncated or
        edited, or it is no regular file or leads through a symbolic link. The comparison says more than an inode number would. The inode
        and the mtime stay; where the daemon writes meanwhile, the mtime is of its write.
        """

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

    @abstractmethod
    def rename(self, moves: Sequence[Rename]) -> list[str]:
        """Rename regular files; what became of each, in their order: DONE, SAME, KEPT or GONE (:mod:`.renames`).

        Nothing that stands at a target is replaced, no symbolic link is followed, no directory is made.
        """

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
