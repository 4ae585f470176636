# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renames regular files within a decky by one short script. A mail server may have renamed a file before us: then it is found by its first part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from shlex import quote

#: Renames that ride in one script.
MOST = 400

_HEAD = """
safe() { q=$1; while q=${q%/*}; [ -n "$q" ]; do [ ! -L "$q" ] || return 1; done; }
move() {
  for f in "$1" "$2" "$2":*; do
    if safe "$f" && [ -f "$f" ] && [ ! -L "$f" ]; then
      if [ "$f" = "$3" ]; then echo "same $4"; elif [ ! -e "$3" ] && [ ! -L "$3" ] && safe "$3" && mv -- "$f" "$3"; then echo "done $4"; else echo "kept $4"; fi
      return
    fi
  done
  echo "gone $4"
}
"""


@dataclass(frozen=True)
class Rename:
    """A file that is to stand at ``target``. It stands at ``path``, or at ``stem``, or at ``stem`` with a colon and anything after it."""

    path: str
    stem: str
    target: str


def script(moves: Sequence[Rename]) -> str:
    """The script for up to :data:`MOST` renames. Nothing that stands there already is replaced, no link is followed."""
    calls = [
        f"move {quote(item.path)} {quote(item.stem)} {quote(item.target)} {number}" for number, item in enumerate(moves)
    ]
    return _HEAD + "\n".join(calls) + "\n"


def statuses(stdout: bytes, count: int) -> list[str]:
    """What the script said of each: done, same (it stood there already), kept (it could not be moved) or gone; nothing said is gone."""
    lines = stdout.decode("ascii", "replace").splitlines()[:count]
    said = {line.partition(" ")[2]: line.partition(" ")[0] for line in lines}
    return [said.get(str(number), "gone") for number in range(count)]
