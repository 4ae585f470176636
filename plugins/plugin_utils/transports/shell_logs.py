# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shell scripts that write to live logs in place: one appends, one reorders lines.

Each write is one system call. ``dd`` collects a whole block of ``obs`` bytes before it writes, so a line of a daemon
never splits the content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from shlex import quote

from .base import Append, Reordering
from .shell_functions import SAFE, TIMES, encoded, seconds

# A write that fails half-way (a full disk) is undone, unless a daemon has written behind it. If a daemon has written in
# between, the mtime is that of its write, here and below.
_APPEND = (
    SAFE
    + TIMES
    + """
digest() { sha256sum | cut -c 1-64; }
make() {
  up "$1"; w=$(changed "$u")
  (umask 077; set -C; : > "$1") && chown "$2" -- "$1" && chmod "$3" -- "$1" && stamp "$u" "$w" "$4"
}
add() {
  i=$1; p=$2; o=$3; m=$4; t=$5; e=$6; n=$7; b=$(cat)
  if ! safe "$p" || [ -L "$p" ] || { [ -e "$p" ] && [ ! -f "$p" ]; }; then echo "X $i it is no regular file"; return; fi
  if [ ! -e "$p" ]; then
    [ "$e" = any ] || [ "$e" = 0 ] || { echo "C $i"; return; }
    make "$p" "$o" "$m" "$t" || { echo "X $i it cannot be made"; return; }
  fi
  s=$(stat -c %s -- "$p"); [ "$e" = any ] || [ "$e" = "$s" ] || { echo "C $i"; return; }
  if printf '%s\\n' "$b" | base64 -d | dd obs="$n" 2> /dev/null >> "$p"; then
    [ "$(stat -c %s -- "$p")" != $((s + n)) ] || touched "$p" "$t"
    echo "D $i"; return
  fi
  g=$(($(stat -c %s -- "$p") - s))
  x=$(printf '%s\\n' "$b" | base64 -d | head -c "$g" | digest)
  if [ "$(tail -c "$g" -- "$p" | digest)" = "$x" ]; then truncate -s "$s" -- "$p"; fi
  echo "X $i it could not be appended to (no space, or no permission)"
}
"""
)

# Descriptor 3 is opened once, so that everything happens to one file even if the log is rotated in between.
# /proc/self/fd/3 reads that file at a position of its own. The dd that copies nothing seeks to the offset.
_REORDER = (
    SAFE
    + TIMES
    + """
swap() {
  f=/proc/self/fd/3
  [ "$(tail -c "+$(($1 + 1))" $f | head -c "$2" | sha256sum)" = "$3  -" ] || return
  s=$(stat -L -c %s $f); t=$(changed $f)
  dd bs=1 skip="$1" count=0 <&3 2> /dev/null && base64 -d | dd obs="$2" >&3 2> /dev/null || return
  [ "$(stat -L -c %s $f)" != "$s" ] || touched $f "$t"
}
turn() {
  i=$1; p=$2; shift 2
  if safe "$p" && [ -f "$p" ] && [ ! -L "$p" ] && swap "$@" 3<> "$p"; then echo "D $i"; else echo "C $i"; fi
}
"""
)


def append_script(appends: Sequence[Append]) -> str:
    """The script that appends to each file in place."""
    calls = [
        f"add {index} {quote(item.path)} {item.uid}:{item.gid} {item.mode:o} {seconds(item.mtime_ns)}"
        f" {'any' if item.expected_size is None else item.expected_size} {len(item.content) or 1}"
        f" <<'-'\n{encoded(item.content)}-\n"
        for index, item in enumerate(appends)
    ]
    return _APPEND + "".join(calls)


def reorder_script(items: Sequence[Reordering]) -> str:
    """The script that overwrites each region that still holds the expected bytes."""
    calls = [
        f"turn {index} {quote(item.path)} {item.offset} {len(item.before)} {hashlib.sha256(item.before).hexdigest()}"
        f" <<'-'\n{encoded(item.after)}-\n"
        for index, item in enumerate(items)
    ]
    return _REORDER + "".join(calls)
