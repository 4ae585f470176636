# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of the transports, which move bytes to and from a decky.

A transport knows nothing of personas or content classes. Everything that it reads comes from a hostile host: sizes and
times are bounded, only regular files are read, symbolic links are never followed.

These rules hold for every operation:

- Paths are absolute and normalised. Any other path raises TransportError.
- Times are integers in nanoseconds since the epoch. Sizes and offsets are bytes.
- A batch is one round trip (on docker, one for each group of paths that share a home). An empty batch does nothing.
- DeckyUnreachable is raised if the decky or its engine does not respond, TransportError if it refuses the operation.
  The message of both is one sentence.
- An operation that creates, renames or removes an entry sets the mtime of the directory to the time of the change,
  unless the directory's mtime is later.
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

#: The most bytes that are read of one file, and of one batch. They bound the memory that a decky can take up.
MAX_FILE_BYTES = 32 * 1024 * 1024
MAX_BATCH_BYTES = 64 * 1024 * 1024
#: The most bytes that are reordered in place.
MAX_REORDERED_BYTES = 1024 * 1024


class TransportError(Exception):
    """A decky cannot be reached or refuses an operation. The message is one sentence for the operator."""


class DeckyUnreachable(TransportError):
    """The decky or its engine does not respond."""


@dataclass(frozen=True)
class PlantedFile:
    """A regular file to write, with everything that ``stat`` shows and that can be set.

    ``mtime_ns`` and ``atime_ns`` are nanoseconds since the epoch. Missing directories above the file, and the
    directories ``beside`` it, are created with its owner and the mode ``parent_mode``.

    ``unguessable`` marks a random name below a directory that every host has. No link can be there, so the path is not
    checked. ``in_place`` means that the persona's program writes to the existing file, so its directory keeps its
    mtime. ``through`` is the directory in which the program creates the file before it renames it (the tmp of a
    Maildir). Its mtime is set as well.
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

    A missing log is created with ``uid``, ``gid`` and ``mode``. With ``expected_size``, nothing is written to a log of
    another size. A missing log has the size 0.
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
    """Lines of a live log in another order: ``after`` holds the lines of ``before`` and has the same length.

    ``offset`` is the place of the first byte in the file. Raises ValueError if the lengths differ or exceed
    MAX_REORDERED_BYTES.
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
    """The exit status and the output of a script, at most twice MAX_BATCH_BYTES.

    ``stdout`` holds the standard output and the standard error of the script.
    """

    rc: int
    stdout: bytes
    stderr: bytes


class Transport(ABC):
    """The transport to one decky. An instance lives for one task, in one process."""

    #: The value of the option ``transport`` that selects the transport. A base class sets none.
    name: ClassVar[str]
    #: The connection plugins of the transport, by the names that inventories use; ``*`` is any of them.
    connections: ClassVar[tuple[str, ...]] = ()
    #: The inventory variables that :meth:`for_target` reads in addition to ansible_connection.
    variables: ClassVar[tuple[str, ...]] = ()
    #: Whether the transport can start a process in the decky.
    can_run: ClassVar[bool] = True

    def __init__(self, host: str, timeout: float = 30.0) -> None:
        self.host = host
        self.timeout = timeout

    @classmethod
    @abstractmethod
    def for_target(cls, target: Target) -> Transport:
        """The transport of a host. Raises TransportError if a required option is missing."""

    @classmethod
    def fit(cls, target: Target) -> Fit:
        """How well the transport fits a host whose option ``transport`` is ``auto``."""
        if target.connection in cls.connections:
            return Fit.CONNECTION
        return Fit.FALLBACK if "*" in cls.connections else Fit.NONE

    @abstractmethod
    def read(self, paths: Sequence[str], max_bytes: int = MAX_FILE_BYTES) -> dict[str, Entry | None]:
        """The entry at each path; None for a path with no entry.

        Regular files of up to ``max_bytes`` have their content, all other entries have none. A path behind a symbolic
        link has an entry of the kind ``symlink`` with the size 0.
        """

    @abstractmethod
    def tail(self, paths: Sequence[str], max_bytes: int = 8192) -> dict[str, Entry | None]:
        """Like :meth:`read`, for files of any size. ``content`` is the last ``max_bytes`` before ``size``.

        Both are of one point in time, however fast the file grows.
        """

    @abstractmethod
    def list_directories(self, paths: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
        """The direct children of each directory, without content.

        A path that is missing, is no directory or is behind a symbolic link has no children.
        """

    @abstractmethod
    def plant(self, files: Sequence[PlantedFile]) -> None:
        """Writes all files. A file appears whole or not at all. No partial file stays behind.

        Raises TransportError if a path is no regular file or leads through a symbolic link, if the disk is full, or if
        an editor has the file open. Some files of the batch may be written then.
        """

    @abstractmethod
    def append(self, appends: Sequence[Append]) -> dict[str, bool]:
        """Appends to each log; False for a log without the expected size. A batch has one append for each path.

        The content is one write at the end of the file (O_APPEND). It stays in one piece, whatever a daemon writes at
        the same time. The mtime is ``mtime_ns``, unless a daemon writes in between. On a full disk nothing of the
        content stays, unless a daemon has written behind it. Raises TransportError if a path is no regular file, leads
        through a symbolic link or has no directory. Earlier appends of the batch are done then.
        """

    @abstractmethod
    def reorder(self, items: Sequence[Reordering]) -> dict[str, bool]:
        """Reorders lines of live logs; False for a log that is unchanged. A batch has one reordering for each path.

        Lines are appended first and reordered afterwards, because a daemon may write at any moment. An overwrite that
        makes the log longer would cover lines that the daemon appended after the log was read. An append covers
        nothing. The region of a reordering ends where the append ended, and later lines of the daemon are behind it. So
        no line can be lost. A crash between the two leaves complete lines in the wrong order.

        A log is unchanged if its bytes at the offset are not ``before``, because it was rotated, truncated or edited.
        It is also unchanged if it is missing, is no regular file or is behind a symbolic link. The bytes are compared
        and written on one open file, which is safer than a comparison of inode numbers. The inode stays, and so does
        the mtime, unless the daemon writes in between.
        """

    @abstractmethod
    def rename(self, moves: Sequence[Rename]) -> list[str]:
        """Renames regular files; DONE, SAME, KEPT or GONE (:mod:`.renames`) for each, in their order.

        An existing target is never replaced, a symbolic link is never followed, a directory is never created.
        """

    @abstractmethod
    def rotate(self, rotations: Sequence[Rotation]) -> dict[str, str | None]:
        """Rotates each log as logrotate does; None for the path of a rotated log, else the reason (:mod:`.rotation`).

        A log is unchanged if it or an earlier rotated log is no regular file, or if the path leads through a symbolic
        link.
        """

    @abstractmethod
    def run(self, script: str, timeout: float | None = None) -> CommandResult:
        """Runs a POSIX shell script in the decky. The script arrives on standard input, so no argument list shows it.

        Raises TransportError if the transport has not :attr:`can_run`.
        """

    @abstractmethod
    def sessions(self, identity: str | None = None) -> int:
        """The number of interactive sessions (terminals and SSH sessions) on the decky; 0 if it is unknown.

        ``identity`` is an earlier result of :meth:`identity`. With it, a container on this host costs no round trip.
        """

    def identity(self) -> str | None:
        """The name by which the controller finds the decky's processes among its own, or None."""
        return None

    @abstractmethod
    def started_at(self) -> datetime | None:
        """The aware moment at which the host or container started; None if it is unknown."""

    @abstractmethod
    def processes(self) -> tuple[str, ...]:
        """The command names of the running processes, at most 40 characters each; empty if they are unknown."""

    def read_file(self, path: str, max_bytes: int = MAX_FILE_BYTES) -> bytes:
        """The content of one regular file.

        Raises FileNotFoundError, TransportError if the path is no regular file or the file is too large.
        """
        entry = self.read([path], max_bytes)[path]
        if entry is None:
            raise FileNotFoundError(path)
        if entry.kind != "file":
            raise TransportError(f"{path} on {self.host} is a {entry.kind}, not a regular file")
        if entry.content is None:
            raise TransportError(f"{path} on {self.host} has {entry.size} bytes, more than the limit of {max_bytes}")
        return entry.content

    def close(self) -> None:  # noqa: B027  (most transports hold nothing open)
        """Closes the connections of the transport."""
