# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of the transports: how bytes get to and from a decky, whatever it runs on.

A transport knows nothing of personas or content classes. All that it reads comes from a hostile host: sizes and times are bounded, only
regular files are read, symbolic links are never followed.

What holds for every operation:

- A path is absolute and normalised; any other raises TransportError. Times are integers, nanoseconds since the epoch; sizes and offsets are bytes.
- A batch is one round trip (on docker: one for each group of paths that share a home). An empty batch does nothing.
- DeckyUnreachable is raised where the decky or its engine does not answer, TransportError where it answers and refuses. Both carry one sentence.
- An operation that makes, renames or removes an entry dates the directory: its mtime becomes that of the change, unless it is later already.
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
    """A decky cannot be reached or refuses an operation. The message is one sentence for the operator."""


class DeckyUnreachable(TransportError):
    """The decky (or its engine) does not answer at all."""


@dataclass(frozen=True)
class PlantedFile:
    """A regular file to write, with everything that ``stat`` shows and that can be set. Times are nanoseconds since the epoch.

    Directories that are missing above it are made with its owner and the mode ``parent_mode``; so are the directories ``beside`` it. ``unguessable``
    says that the name is a random one below a directory that every host has. Nobody can have put a link there, so it is written unseen.

    ``in_place`` says that the persona's program writes to the file that is there; then its directory keeps its mtime. ``through`` is a
    directory in which the program made the file before it renamed it (the tmp of a Maildir); it is dated as well.
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
    """Whole lines for the end of a log, which keeps its inode and gets the mtime ``mtime_ns``.

    ``uid``, ``gid`` and ``mode`` are those of a log that is missing and is made. With ``expected_size`` nothing is written to a log of another size;
    a missing one has the size 0.
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
    """The exit status and the output of a script; at most twice MAX_BATCH_BYTES. ``stdout`` holds its error output as well."""

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
        """The entry at each path; None where there is nothing.

        A regular file of up to ``max_bytes`` comes with its content, anything else without. What lies behind a symbolic link is one of the
        kind ``symlink``, without a size.
        """

    @abstractmethod
    def tail(self, paths: Sequence[str], max_bytes: int = 8192) -> dict[str, Entry | None]:
        """Like :meth:`read`, for files of any size: ``content`` is the last ``max_bytes`` before ``size``, both of one look."""

    @abstractmethod
    def list_directories(self, paths: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
        """The direct children of each directory, without content.

        A path that is missing, is no directory or lies behind a symbolic link has none.
        """

    @abstractmethod
    def plant(self, files: Sequence[PlantedFile]) -> None:
        """Write all files. A file appears whole or not at all; no partial file stays behind.

        Raises TransportError where a path is no regular file or leads through a symbolic link, where the disk is full, where an editor has the file
        open. Some files of the batch may have been written then.
        """

    @abstractmethod
    def append(self, appends: Sequence[Append]) -> dict[str, bool]:
        """Append to each log; False for a path whose size was not the expected one. One append for each path.

        The content is one write at the end of the file (O_APPEND), so it stands in one piece whatever a daemon writes at the same time. The
        mtime is ``mtime_ns``, unless a daemon writes meanwhile. On a full
        disk nothing of it stays, unless a daemon has written behind it. Raises TransportError for a path that is no regular file, leads
        through a symbolic link or has no directory; appends before it have been done then.
        """

    @abstractmethod
    def reorder(self, items: Sequence[Reordering]) -> dict[str, bool]:
        """Put lines of live logs into another order; False for a log that was left as it is. One reordering for each path.

        Why lines are appended first and reordered then: a daemon may write at any moment. An overwrite that makes the log longer covers
        what the daemon appended after the log was read. An append covers nothing. A reordering ends where the append ended, and the daemon's
        later lines stand behind it. So no line can be lost, and a crash between the two leaves complete lines in the wrong order.

        A log is left as it is where its bytes at the offset are not ``before``: it was rotated, truncated or edited. So is one that is missing, is no
        regular file or lies behind a symbolic link. The bytes are compared and written on one open file, which says more than
        its inode number. The inode stays, and so does the mtime, unless the daemon writes meanwhile.
        """

    @abstractmethod
    def rename(self, moves: Sequence[Rename]) -> list[str]:
        """Rename regular files; DONE, SAME, KEPT or GONE (:mod:`.renames`) for each, in their order.

        Nothing that stands at a target is replaced, no symbolic link is followed, no directory is made.
        """

    @abstractmethod
    def rotate(self, rotations: Sequence[Rotation]) -> dict[str, str | None]:
        """Rotate each log as logrotate does; by path None where it was done, else the reason (:mod:`.rotation`).

        A log is left as it is where it or a log rotated before it is no regular file, or where the path leads through a symbolic link.
        """

    @abstractmethod
    def run(self, script: str, timeout: float | None = None) -> CommandResult:
        """Run a POSIX shell script in the decky. It arrives on standard input, so that no argument list shows it.

        Needs :attr:`can_run`; a transport without it raises TransportError.
        """

    @abstractmethod
    def sessions(self, identity: str | None = None) -> int:
        """How many people are on the decky now (terminals and SSH sessions); 0 where that cannot be known.

        ``identity`` is an earlier answer of :meth:`identity`; with it a container on this host costs no round trip.
        """

    def identity(self) -> str | None:
        """A name by which the controller finds the decky's processes among its own, or None."""
        return None

    @abstractmethod
    def started_at(self) -> datetime | None:
        """When the host (container) started, aware; None where that cannot be known."""

    @abstractmethod
    def processes(self) -> tuple[str, ...]:
        """The command names of the running processes, at most 40 characters each; empty where that cannot be known."""

    def read_file(self, path: str, max_bytes: int = MAX_FILE_BYTES) -> bytes:
        """The content of one regular file. Raises FileNotFoundError; TransportError where it is no file or too large."""
        entry = self.read([path], max_bytes)[path]
        if entry is None:
            raise FileNotFoundError(path)
        if entry.kind != "file":
            raise TransportError(f"{path} on {self.host} is a {entry.kind}, not a regular file")
        if entry.content is None:
            raise TransportError(f"{path} on {self.host} has {entry.size} bytes, more than the limit of {max_bytes}")
        return entry.content

    def close(self) -> None:  # noqa: B027  (most transports hold nothing open)
        """Close what the transport holds open."""
