# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The POSIX shell scripts by which files are read and written where only a shell is at hand, and the reading of their answers.

They arrive on the shell's standard input, so argv shows ``sh`` and nothing else. coreutils and busybox both do.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from shlex import quote

from .base import Append, Entry, PlantedFile, TransportError

# A link anywhere above the path makes it unsafe; the path itself is judged by the caller.
_SAFE = 'safe() { q=$1; while q=${q%/*}; [ -n "$q" ]; do [ ! -L "$q" ] || return 1; done; }\n'

_READ = (
    _SAFE
    + """
look() {
  i=$1; p=$2; safe "$p" || { echo "E $i link"; return; }
  if [ -L "$p" ]; then k=symlink; elif [ -f "$p" ]; then k=file; elif [ -d "$p" ]; then k=directory
  elif [ -e "$p" ]; then k=other; else echo "E $i absent"; return; fi
  echo "E $i $k $(stat -c '%u %g %a %s %Y %y' -- "$p")"
  [ $k = file ] && [ $3 != none ] || return
  s=$(stat -c %s -- "$p")
  if [ $3 = tail ]; then printf 'B '; tail -c $4 -- "$p" | base64 | tr -d '\\n'; echo
  elif [ "$s" -le $4 ]; then printf 'B '; head -c $4 -- "$p" | base64 | tr -d '\\n'; echo; fi
}
"""
)

_PLANT = (
    _SAFE
    + """
mk() { [ -d "$1" ] || { mk "${1%/*}" && mkdir -m "$pm" -- "$1" && chown "$o" -- "$1"; }; }
put() {
  i=$1; p=$2; n=$3; o=$4; m=$5; mt=$6; at=$7; pm=$8; d=${p%/*}
  safe "$p" || { cat > /dev/null; echo "X $i it leads through a symbolic link"; return; }
  [ ! -L "$p" ] || { cat > /dev/null; echo "X $i it is a symbolic link"; return; }
  [ ! -d "$p" ] || { cat > /dev/null; echo "X $i it is a directory"; return; }
  mk "${d:-/}" || { cat > /dev/null; echo "X $i its directory cannot be made"; return; }
  t="$d/.$n.swp"; [ ! -e "$t" ] || t="$d/.$n.swo"
  if [ -e "$t" ] || [ -L "$t" ]; then cat > /dev/null; echo "X $i someone is editing it"; return; fi
  trap 'rm -f -- "$t"' EXIT HUP TERM
  if (umask 077; base64 -d > "$t") && chown "$o" -- "$t" && chmod "$m" -- "$t" \\
    && { touch -m -d "@$mt" -- "$t" || touch -m -d "@${mt%.*}" -- "$t"; } \\
    && { touch -a -d "@$at" -- "$t" || touch -a -d "@${at%.*}" -- "$t"; } && mv -f -- "$t" "$p"
  then echo "D $i"; else rm -f -- "$t"; echo "X $i it could not be written (no space, or no permission)"; fi
  trap - EXIT HUP TERM
}
"""
)

_APPEND = (
    _SAFE
    + """
add() {
  i=$1; p=$2; o=$3; m=$4; mt=$5; e=$6; at=$7
  if ! safe "$p" || [ -L "$p" ] || { [ -e "$p" ] && [ ! -f "$p" ]; }; then cat > /dev/null; echo "X $i it is no regular file"; return; fi
  if [ ! -e "$p" ]; then
    [ "$e" = any ] || [ "$e" = 0 ] || { cat > /dev/null; echo "C $i"; return; }
    (umask 077; : > "$p") && chown "$o" -- "$p" && chmod "$m" -- "$p" || { cat > /dev/null; echo "X $i it cannot be made"; return; }
  fi
  s=$(stat -c %s -- "$p"); [ "$e" = any ] || [ "$e" = "$s" ] || { cat > /dev/null; echo "C $i"; return; }
  if if [ "$at" = end ]; then base64 -d >> "$p"; else base64 -d | dd of="$p" bs=1 seek="$at" conv=notrunc 2> /dev/null; fi
  then touch -m -d "@$mt" -- "$p" || touch -m -d "@${mt%.*}" -- "$p"; echo "D $i"
  else truncate -s "$s" -- "$p"; echo "X $i it could not be appended to (no space, or no permission)"; fi
}
"""
)

_LIST = (
    _SAFE
    + """
list() {
  i=$1; d=$2; safe "$d/x" || return; [ -d "$d" ] || return
  for p in "$d"/* "$d"/.*; do
    case ${p##*/} in .|..) continue ;; esac
    if [ -L "$p" ]; then k=symlink; elif [ -f "$p" ]; then k=file; elif [ -d "$p" ]; then k=directory; elif [ -e "$p" ]; then k=other; else continue; fi
    echo "L $i $k $(stat -c '%u %g %a %s %Y %y' -- "$p")"; printf %s "${p##*/}" | base64 | tr -d '\\n'; echo
  done
}
"""
)

_STAT = re.compile(
    r"(file|directory|symlink|other) (\d+) (\d+) ([0-7]+) (\d+) (-?\d+) \S+ \d\d:\d\d:\d\d(?:\.(\d{1,9}))?"
)


def seconds(nanoseconds: int) -> str:
    """``1700000000.123456789``: what ``touch -d @`` takes."""
    return f"{nanoseconds // 1_000_000_000}.{nanoseconds % 1_000_000_000:09d}"


def read_script(paths: Sequence[str], how: str, limit: int) -> str:
    """Look at each path; ``how`` is ``full``, ``tail`` or ``none``."""
    return _READ + "".join(f"look {index} {quote(path)} {how} {limit}\n" for index, path in enumerate(paths))


def list_script(paths: Sequence[str]) -> str:
    """List the children of each directory."""
    return _LIST + "".join(f"list {index} {quote(path)}\n" for index, path in enumerate(paths))


def plant_script(files: Sequence[PlantedFile]) -> str:
    """Write each file beside its place, with everything set, then rename it."""
    calls = [
        f"put {index} {quote(file.path)} {quote(_swap_name(file.path))} {file.uid}:{file.gid} {file.mode:o} {seconds(file.mtime_ns)} {seconds(file.atime_ns)}"
        f" {file.parent_mode:o} <<'-'\n{_base64(file.content)}-\n"
        + "".join(f"safe {quote(path)} && mk {quote(path)}\n" for path in file.beside)
        for index, file in enumerate(files)
    ]
    return _PLANT + "".join(calls)


def append_script(appends: Sequence[Append]) -> str:
    """Append to each file in place."""
    calls = [
        f"add {index} {quote(item.path)} {item.uid}:{item.gid} {item.mode:o} {seconds(item.mtime_ns)}"
        f" {'any' if item.expected_size is None else item.expected_size}"
        f" {'end' if item.offset is None else item.offset} <<'-'\n{_base64(item.content)}-\n"
        for index, item in enumerate(appends)
    ]
    return _APPEND + "".join(calls)


def read_answer(output: bytes, paths: Sequence[str], how: str, host: str) -> dict[str, Entry | None]:
    """What :func:`read_script` printed, by path. Raises TransportError where an answer is missing or malformed."""
    lines = output.decode("ascii", "replace").split("\n")
    found: dict[str, Entry | None] = {}
    for position, line in enumerate(lines):
        if not line.startswith("E "):
            continue
        _tag, number, rest = line.split(" ", 2)
        path = paths[int(number)] if number.isdigit() and int(number) < len(paths) else ""
        if rest in ("absent", "link"):
            found[path] = None if rest == "absent" else Entry(path, "symlink", 0, 0, 0, 0, 0)
            continue
        body = None
        following = lines[position + 1] if position + 1 < len(lines) else ""
        if following.startswith("B "):
            body = base64.b64decode(following[2:])
        found[path] = entry_from_stat(path, rest, body, host)
    missing = [path for path in paths if path not in found]
    if missing:
        raise TransportError(
            f"{host} did not say what stands at {missing[0]}; its shell or its stat command is not a usual one"
        )
    return found


def list_answer(output: bytes, paths: Sequence[str], host: str) -> dict[str, tuple[Entry, ...]]:
    """What :func:`list_script` printed, by directory."""
    lines = output.decode("ascii", "replace").split("\n")
    found: dict[str, list[Entry]] = {path: [] for path in paths}
    for line, encoded in zip(lines, lines[1:]):
        if line.startswith("L "):
            _tag, number, rest = line.split(" ", 2)
            name = base64.b64decode(encoded).decode("utf-8", "surrogateescape")
            found[paths[int(number)]].append(entry_from_stat(f"{paths[int(number)]}/{name}", rest, None, host))
    return {path: tuple(entries) for path, entries in found.items()}


def entry_from_stat(path: str, text: str, content: bytes | None, host: str) -> Entry:
    """Read ``KIND uid gid mode size %Y %y``. Raises TransportError for anything else."""
    match = _STAT.match(text)
    if match is None:
        raise TransportError(f"{host} answered for {path} with {text[:80]!r}; its stat command is not a usual one")
    kind, uid, gid, mode, size, second, fraction = match.groups()
    nanoseconds = int(second) * 1_000_000_000 + int((fraction or "0").ljust(9, "0"))
    return Entry(path, kind, int(uid), int(gid), int(mode, 8), int(size), nanoseconds, content)


def outcomes(output: bytes, count: int) -> dict[int, str | None]:
    """By index: None for done, ``changed`` for a size that was not the expected one, else the reason."""
    found: dict[int, str | None] = {}
    for line in output.decode("utf-8", "replace").splitlines():
        tag, _space, rest = line.partition(" ")
        number, _space, reason = rest.partition(" ")
        if tag in ("D", "C", "X") and number.isdigit():
            found[int(number)] = {"D": None, "C": "changed"}.get(tag, reason)
    return {index: found.get(index, "the decky's shell stopped before it was done") for index in range(count)}


def _swap_name(path: str) -> str:
    return path.rpartition("/")[2].encode()[:240].decode("utf-8", "ignore")


def _base64(content: bytes) -> str:
    return base64.encodebytes(content).decode("ascii")
