# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renames regular files within a decky by one short script. A mail server may have renamed a file before us: then it is found by its first part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from shlex import quote

from .shell_functions import SAFE, answers

#: Renames that ride in one script.
MOST = 400

_HEAD = (
    SAFE
    + """
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
)


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
    """What became of each: done, same (it stood there already), kept (it could not be moved) or gone; no answer is gone."""
    found = {answer.index: answer.tag for answer in answers(stdout, count) if answer.tag in ("done", "same", "kept")}
    return [found.get(index, "gone") for index in range(count)]
