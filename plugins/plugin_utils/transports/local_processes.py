# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is in a container, told from the controller's own /proc: no question to the engine, where both are one host."""

from __future__ import annotations

import os

#: What sshd calls the process of a login without a terminal.
_REMOTE = (b"sshd: ", b"sshd-session: ")


def sessions_of(container_id: str, proc: str = "/proc") -> int | None:
    """Terminals other than the container's own, and SSH sessions without one; None where its processes are not visible here."""
    wanted = container_id.encode()
    own, terminals, remote, seen = 0, set(), 0, False
    for name in os.listdir(proc):
        if not name.isdigit():
            continue
        folder = f"{proc}/{name}"
        try:
            if wanted not in _read(f"{folder}/cgroup"):
                continue
            # What follows the command's name in parentheses: state, parent, group, session, terminal.
            terminal = int(_read(f"{folder}/stat").rpartition(b")")[2].split()[4])
            command = _read(f"{folder}/cmdline")
            first = (
                b"\nNSpid:\t" in (status := _read(f"{folder}/status"))
                and status.split(b"\nNSpid:")[1].split(b"\n")[0].split()[-1] == b"1"
            )
        except (OSError, IndexError, ValueError):
            # The process ended between two looks.
            continue
        seen = True
        if first:
            own = terminal
        if terminal:
            terminals.add(terminal)
        remote += command.startswith(_REMOTE) and b"@notty" in command
    if not seen:
        return None
    return len(terminals - {own}) + remote


def _read(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read(8192)
