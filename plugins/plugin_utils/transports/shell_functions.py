# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shell functions that the scripts share, and the parser of their output.

A script prints lines ``TAG INDEX [TEXT] [= BASE64]``. The parser skips all other lines and unknown indices. coreutils
and busybox both run the functions.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

#: ``safe PATH``: whether no directory above the path is a symbolic link. The caller checks the path itself.
SAFE = 'safe() { q=$1; while q=${q%/*}; [ -n "$q" ]; do [ ! -L "$q" ] || return 1; done; }\n'

#: ``up PATH``: sets u to the directory above.
#: ``changed PATH``: prints the mtime as SECONDS.FRACTION.
#: ``touched PATH TIME``: sets the mtime, in whole seconds if touch does not support fractions.
#: ``stamp DIRECTORY WAS TIME``: sets the mtime of a directory to TIME, or to WAS if that is later.
TIMES = """
up() { u=${1%/*}; u=${u:-/}; }
changed() { c=$(stat -L -c '%Y %y' -- "$1"); f=${c#*.}; [ "$f" != "$c" ] || f=0; echo "${c%% *}.${f%% *}"; }
touched() { touch -m -d "@$2" -- "$1" || touch -m -d "@${2%.*}" -- "$1"; }
later() { [ "${1%.*}" -gt "${2%.*}" ] || { [ "${1%.*}" -eq "${2%.*}" ] && [ "${1#*.}" -gt "${2#*.}" ]; }; }
stamp() { if later "$3" "$2"; then touched "$1" "$3"; else touched "$1" "$2"; fi; }
"""

_LINE = re.compile(rb"([A-Za-z]+) (\d{1,9})(?: (?!= )(.*?))?(?: = ([A-Za-z0-9+/=]*))?")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One line of the output. ``body`` is the decoded BASE64, None if the line has none."""

    tag: str
    index: int
    text: str
    body: bytes | None


def answers(output: bytes, count: int) -> Iterator[Answer]:
    """The lines of a script's output that belong to one of ``count`` calls, in their order."""
    for line in output.split(b"\n"):
        match = _LINE.fullmatch(line)
        if match is None or int(match.group(2)) >= count:
            continue
        tag, index, text, encoded = match.groups()
        try:
            body = None if encoded is None else base64.b64decode(encoded, validate=True)
        except binascii.Error:
            continue
        yield Answer(tag=tag.decode(), index=int(index), text=(text or b"").decode("utf-8", "replace"), body=body)


def outcomes(output: bytes, count: int) -> list[str | None]:
    """The result of each call: None for ``D`` (done), ``changed`` for ``C``, the text of ``X`` (refused)."""
    found: dict[int, str | None] = {}
    for answer in answers(output, count):
        if answer.tag in ("D", "C", "X"):
            found[answer.index] = {"D": None, "C": "changed"}.get(answer.tag, answer.text)
    return [found.get(index, "the decky's shell stopped before it was done") for index in range(count)]


def seconds(nanoseconds: int) -> str:
    """The argument of ``touch -d @``, such as ``1700000000.123456789``."""
    return f"{nanoseconds // 1_000_000_000}.{nanoseconds % 1_000_000_000:09d}"


def encoded(content: bytes) -> str:
    """The content as the lines of a here-document that ``base64 -d`` reads."""
    return base64.encodebytes(content).decode("ascii")
