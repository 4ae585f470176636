# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The POSIX shell scripts that read and write files, and the parsers of their output.

The scripts arrive on the standard input of the shell, so argv shows only ``sh``. coreutils and busybox both run them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from shlex import quote

from .base import Entry, PlantedFile, TransportError
from .shell_functions import SAFE, TIMES, answers, encoded, seconds

# The read ends at the size that stat returned, however fast a log grows. tail -c +N seeks to its start.
_READ = (
    SAFE
    + """
look() {
  i=$1; p=$2; safe "$p" || { echo "E $i link"; return; }
  if [ -L "$p" ]; then k=symlink; elif [ -f "$p" ]; then k=file; elif [ -d "$p" ]; then k=directory
  elif [ -e "$p" ]; then k=other; else echo "E $i absent"; return; fi
  v=$(stat -c '%u %g %a %s %Y %y' -- "$p"); s=$(echo "$v" | cut -d ' ' -f 4); printf %s "E $i $k $v"
  if [ $k = file ] && { [ $3 = tail ] || [ "$s" -le $4 ]; }; then
    printf ' = '
    { if [ "$s" -gt $4 ]; then tail -c "+$((s - $4 + 1))" -- "$p" | head -c $4; else head -c "$s" -- "$p"; fi; } \\
      | base64 | tr -d '\\n'
  fi
  echo
}
"""
)

# t is the mtime of the file and of the directories created for it; w is the earlier mtime of its directory.
_PLANT = (
    SAFE
    + TIMES
    + """
mk() {
  [ ! -d "$1" ] || return 0
  up "$1"; mk "$u" || return
  up "$1"; x=$(changed "$u")
  mkdir -m "$pm" -- "$1" && chown "$o" -- "$1" && touched "$1" "$t" && stamp "$u" "$x" "$t"
}
put() {
  i=$1; p=$2; n=$3; o=$4; m=$5; t=$6; at=$7; pm=$8; kept=$9; up "$p"; d=$u
  safe "$p" || { echo "X $i it leads through a symbolic link"; return; }
  [ ! -L "$p" ] || { echo "X $i it is a symbolic link"; return; }
  [ ! -d "$p" ] || { echo "X $i it is a directory"; return; }
  mk "$d" || { echo "X $i its directory cannot be made"; return; }
  s="$d/.$n.swp"; [ ! -e "$s" ] || s="$d/.$n.swo"
  if [ -e "$s" ] || [ -L "$s" ]; then echo "X $i someone is editing it"; return; fi
  w=$(changed "$d"); to=$t; if [ "$kept" = yes ] && [ -f "$p" ]; then to=$w; fi
  trap 'rm -f -- "$s"' EXIT HUP TERM
  if (umask 077; base64 -d > "$s") && chown "$o" -- "$s" && chmod "$m" -- "$s" && touched "$s" "$t" \\
    && { touch -a -d "@$at" -- "$s" || touch -a -d "@${at%.*}" -- "$s"; } && mv -f -- "$s" "$p"
  then stamp "$d" "$w" "$to"; echo "D $i"
  else rm -f -- "$s"; stamp "$d" "$w" "$w"; echo "X $i it could not be written (no space, or no permission)"; fi
  trap - EXIT HUP TERM
}
beside() { ! safe "$1/x" || mk "$1"; }
through() { ! safe "$1/x" || [ ! -d "$1" ] || stamp "$1" "$(changed "$1")" "$t"; }
"""
)

_LIST = (
    SAFE
    + """
list() {
  i=$1; d=$2; safe "$d/x" || return; [ -d "$d" ] || return
  for p in "$d"/* "$d"/.*; do
    case ${p##*/} in .|..) continue ;; esac
    if [ -L "$p" ]; then k=symlink; elif [ -f "$p" ]; then k=file; elif [ -d "$p" ]; then k=directory
    elif [ -e "$p" ]; then k=other; else continue; fi
    printf %s "L $i $k $(stat -c '%u %g %a %s %Y %y' -- "$p") = "; printf %s "${p##*/}" | base64 | tr -d '\\n'; echo
  done
}
"""
)

_STAT = re.compile(
    r"(file|directory|symlink|other) (\d+) (\d+) ([0-7]+) (\d+) (-?\d+) \S+ \d\d:\d\d:\d\d(?:\.(\d{1,9}))?"
)


def read_script(paths: Sequence[str], how: str, limit: int) -> str:
    """The script that reads each path.

    ``how`` is ``full`` (the content of files up to ``limit`` bytes) or ``tail`` (their last ``limit`` bytes).
    """
    return _READ + "".join(f"look {index} {quote(path)} {how} {limit}\n" for index, path in enumerate(paths))


def list_script(paths: Sequence[str]) -> str:
    """The script that lists the children of each directory."""
    return _LIST + "".join(f"list {index} {quote(path)}\n" for index, path in enumerate(paths))


def plant_script(files: Sequence[PlantedFile]) -> str:
    """The script that writes each file under a temporary name, sets everything, then renames it."""
    calls = [
        f"put {index} {quote(file.path)} {quote(_swap_name(file.path))} {file.uid}:{file.gid} {file.mode:o}"
        f" {seconds(file.mtime_ns)} {seconds(file.atime_ns)}"
        f" {file.parent_mode:o} {'yes' if file.in_place else 'no'} <<'-'\n{encoded(file.content)}-\n"
        + "".join(f"beside {quote(path)}\n" for path in file.beside)
        + (f"through {quote(file.through)}\n" if file.through else "")
        for index, file in enumerate(files)
    ]
    return _PLANT + "".join(calls)


def read_answer(output: bytes, paths: Sequence[str], host: str) -> dict[str, Entry | None]:
    """The output of :func:`read_script` by path. Raises TransportError if a part is missing or malformed."""
    found: dict[str, Entry | None] = {}
    for answer in answers(output, len(paths)):
        path = paths[answer.index]
        if answer.text in ("absent", "link"):
            found[path] = None if answer.text == "absent" else Entry(path, "symlink", 0, 0, 0, 0, 0)
        elif answer.tag == "E":
            found[path] = entry_from_stat(path, answer.text, answer.body, host)
    missing = [path for path in paths if path not in found]
    if missing:
        raise TransportError(
            f"the shell of {host} returned nothing for {missing[0]}; install coreutils or busybox on the host"
        )
    return found


def list_answer(output: bytes, paths: Sequence[str], host: str) -> dict[str, tuple[Entry, ...]]:
    """The output of :func:`list_script` by directory. Raises TransportError if a part is malformed."""
    found: dict[str, list[Entry]] = {path: [] for path in paths}
    for answer in answers(output, len(paths)):
        if answer.tag == "L" and answer.body:
            child = f"{paths[answer.index]}/{answer.body.decode('utf-8', 'surrogateescape')}"
            found[paths[answer.index]].append(entry_from_stat(child, answer.text, None, host))
    return {path: tuple(entries) for path, entries in found.items()}


def entry_from_stat(path: str, text: str, content: bytes | None, host: str) -> Entry:
    """The entry of the text ``KIND uid gid mode size %Y %y``. Raises TransportError for any other text."""
    match = _STAT.match(text)
    if match is None:
        raise TransportError(
            f"stat on {host} returned {text[:80]!r} for {path}; install coreutils or busybox on the host"
        )
    kind, uid, gid, mode, size, second, fraction = match.groups()
    nanoseconds = int(second) * 1_000_000_000 + int((fraction or "0").ljust(9, "0"))
    return Entry(path, kind, int(uid), int(gid), int(mode, 8), int(size), nanoseconds, content)


def _swap_name(path: str) -> str:
    return path.rpartition("/")[2].encode()[:240].decode("utf-8", "ignore")
