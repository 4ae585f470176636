# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shell script that rotates logs."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from .rotation import FAILED, IRREGULAR, LINKED, NOT_THERE, Rotation
from .shell_functions import SAFE, TIMES, seconds

# The times of .1 are noted before gzip reads it: logrotate gives them to the compressed log. gzip reads an open file,
# so its header holds no name.
_HEAD = f"""{SAFE}{TIMES}
like() {{ chown "$(stat -c %u:%g -- "$1")" -- "$2" && chmod "$(stat -c %a -- "$1")" -- "$2"; }}
pack() {{
  x=$(stat -c %x -- "$1"); s=$(stat -c %X -- "$1")
  rm -f -- "$2" && (umask 077; set -C; gzip < "$1" > "$2") && like "$1" "$2" && touch -m -r "$1" -- "$2" \\
    && {{ touch -a -d "$x" -- "$2" || touch -a -d "@$s" -- "$2"; }} || {{ rm -f -- "$2"; return 1; }}
}}
turn() {{
  i=$1; f=$2; n=$3; mt=$4
  safe "$f" || {{ echo "X $i {LINKED}"; return; }}
  [ -e "$f" ] || [ -L "$f" ] || {{ echo "X $i {NOT_THERE}"; return; }}
  up "$f"; d=$u; w=$(changed "$d"); c=$n
  set -- "$f" "$f.1" "$f.1.gz"; while [ "$c" -gt 1 ]; do set -- "$@" "$f.$c.gz"; c=$((c - 1)); done
  for p; do
    if [ -L "$p" ] || {{ [ -e "$p" ] && [ ! -f "$p" ]; }}; then echo "X $i {IRREGULAR}"; return; fi
  done
  if [ -e "$f.1" ]; then pack "$f.1" "$f.1.gz" || {{ echo "X $i {FAILED}"; return; }}; fi
  rm -f -- "$f.$n.gz"
  while [ "$n" -gt 1 ]; do p=$((n - 1)); [ ! -e "$f.$p.gz" ] || mv -f -- "$f.$p.gz" "$f.$n.gz" || break; n=$p; done
  if [ "$n" = 1 ] && mv -f -- "$f" "$f.1"; then
    (umask 077; set -C; : > "$f") && like "$f.1" "$f" \\
      && {{ touch -d "@$mt" -- "$f" || touch -d "@${{mt%.*}}" -- "$f"; }} \\
      && {{ stamp "$d" "$w" "$mt"; echo "D $i"; return; }}
    mv -f -- "$f.1" "$f"
  fi
  echo "X $i {FAILED}"
}}
"""


def script(rotations: Sequence[Rotation]) -> str:
    """The script that rotates each log. It follows no link."""
    calls = [
        f"turn {number} {quote(item.path)} {item.keep} {seconds(item.mtime_ns)}"
        for number, item in enumerate(rotations)
    ]
    return _HEAD + "\n".join(calls) + "\n"
