# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shell script that renames regular files.

A file that a mail server has renamed is found by the first part of its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from .renames import DONE, GONE, KEPT, SAME, Rename
from .shell_functions import SAFE, TIMES, answers, seconds

#: The most renames of one script.
MAX_RENAMES = 400

_HEAD = (
    SAFE
    + TIMES
    + """
free() { [ ! -e "$1" ] && [ ! -L "$1" ] && safe "$1"; }
move() {
  i=$4; t=$5
  for f in "$1" "$2" "$2":*; do
    if safe "$f" && [ -f "$f" ] && [ ! -L "$f" ]; then
      if [ "$f" = "$3" ]; then echo "same $i"; return; fi
      up "$f"; a=$u; up "$3"; x=$(changed "$a"); y=$(changed "$u")
      if free "$3" && mv -- "$f" "$3"; then
        [ -z "$t" ] || { stamp "$a" "$x" "$t"; stamp "$u" "$y" "$t"; }; echo "done $i"
      else echo "kept $i"; fi
      return
    fi
  done
  echo "gone $i"
}
"""
)


def script(moves: Sequence[Rename]) -> str:
    """The script for up to :data:`MAX_RENAMES` renames. It replaces no existing file and follows no link."""
    calls = [
        f"move {quote(item.path)} {quote(item.stem)} {quote(item.target)} {number}"
        f" {'' if item.mtime_ns is None else seconds(item.mtime_ns)}"
        for number, item in enumerate(moves)
    ]
    return _HEAD + "\n".join(calls) + "\n"


def statuses(stdout: bytes, count: int) -> list[str]:
    """The result of each rename: DONE, SAME, KEPT or GONE. A rename without a result counts as GONE."""
    found = {answer.index: answer.tag for answer in answers(stdout, count) if answer.tag in (DONE, SAME, KEPT)}
    return [found.get(index, GONE) for index in range(count)]
