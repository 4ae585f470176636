# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sessions in a container of a local engine, read from the controller's /proc without a request."""

from __future__ import annotations

import os
from dataclasses import dataclass

#: The prefixes of the command lines of sshd processes that serve a login.
_SSHD = (b"sshd: ", b"sshd-session: ")
#: The part of that command line that marks a login without a terminal.
_NO_TERMINAL = b"@notty"


@dataclass(frozen=True, kw_only=True)
class _Process:
    """A process of the container. ``terminal`` is the device number of its terminal, 0 for none."""

    terminal: int
    first: bool
    remote_login: bool


def sessions_of(container_id: str, proc: str = "/proc") -> int | None:
    """The number of terminals other than the container's own, plus SSH logins without a terminal.

    None if the processes of the container are not visible on the controller.
    """
    numbers = [name for name in os.listdir(proc) if name.isdigit()]
    found = [_process(f"{proc}/{name}", container_id.encode()) for name in numbers]
    processes = [process for process in found if process is not None]
    if not processes:
        return None
    own = {process.terminal for process in processes if process.first}
    terminals = {process.terminal for process in processes if process.terminal}
    return len(terminals - own) + sum(process.remote_login for process in processes)


def _process(folder: str, container_id: bytes) -> _Process | None:
    """The process of a folder of /proc; None if it is not in the container or has ended."""
    try:
        if container_id not in _read(f"{folder}/cgroup"):
            return None
        # After the name in parentheses come state, parent, group, session and terminal.
        terminal = int(_read(f"{folder}/stat").rpartition(b")")[2].split()[4])
        command = _read(f"{folder}/cmdline")
        status = _read(f"{folder}/status")
    except (OSError, IndexError, ValueError):
        return None
    # The last of these numbers is the one within the container.
    numbers = status.partition(b"\nNSpid:")[2].partition(b"\n")[0].split()
    remote_login = command.startswith(_SSHD) and _NO_TERMINAL in command
    return _Process(terminal=terminal, first=numbers[-1:] == [b"1"], remote_login=remote_login)


def _read(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read(8192)
