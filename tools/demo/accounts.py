# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts of a decky's people. They exist before its first boot, so no log records five accounts of one second.

The lines are those of Debian's `adduser`: a group for each person, membership of `users`, a home of mode 0700.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from fleet import Person

FIRST_UID = 1000
HOME_MODE = 0o700
#: The files of /etc that hold accounts.
DATABASES = ("passwd", "group", "shadow", "gshadow")
_COMMON = ("users",)
_ADMIN = ("adm", "sudo", "users")


def add_people(
    databases: Mapping[str, str], people: Sequence[Person], today: date, uids: Sequence[tuple[int, int]]
) -> dict[str, str]:
    """The four files with the people added. ``uids`` holds the uid and the gid of each person."""
    files = {name: text.splitlines() for name, text in databases.items()}
    day = (today - date(1970, 1, 1)).days
    for person, (uid, gid) in zip(people, uids, strict=True):
        groups = _ADMIN if person.admin else _COMMON
        for name in ("group", "gshadow"):
            files[name] = [
                _joined(line, person.login) if line.partition(":")[0] in groups else line for line in files[name]
            ]
        files["passwd"].append(f"{person.login}:x:{uid}:{gid}:{person.name},,,:/home/{person.login}:/bin/bash")
        files["group"].append(f"{person.login}:x:{gid}:")
        # No password: people log in with a key.
        files["shadow"].append(f"{person.login}:!:{day}:0:99999:7:::")
        files["gshadow"].append(f"{person.login}:!::")
    return {name: "\n".join(lines) + "\n" for name, lines in files.items()}


def numbered(people: Sequence[Person]) -> list[tuple[int, int]]:
    """The uid and the gid of each person, in the order of their arrival on the host."""
    return [(FIRST_UID + number, FIRST_UID + number) for number in range(len(people))]


def _joined(line: str, login: str) -> str:
    return f"{line}{'' if line.endswith(':') else ','}{login}"
