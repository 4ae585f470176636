# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Line breaks of a mail's text: hard wrapped, or flowed (RFC 3676). Quoted lines keep their ``>``."""

from __future__ import annotations

import re
import textwrap

_QUOTE = re.compile(r"^((?:> ?)*>) ?")
#: The usual line width of mail programs, in characters.
WIDTH = 72


def wrapped(text: str, width: int = WIDTH) -> str:
    """The text with long lines broken. Quoted lines keep their prefix, list items their indentation."""
    out: list[str] = []
    for line in text.split("\n"):
        depth, rest = _split_quote(line)
        mark = ">" * depth + " " if depth else ""
        out += (
            [f"{mark}{part}".rstrip() for part in _broken(rest, width - len(mark))]
            if len(line) > width
            else [line.rstrip()]
        )
    return "\n".join(out)


def flowed(text: str, width: int = WIDTH) -> str:
    """The text in format flowed (RFC 3676): a line that continues ends in a space; ``-- `` never continues.

    A line that would look like a quote or a flowed line is space-stuffed.
    """
    out: list[str] = []
    for line in text.split("\n"):
        depth, rest = _split_quote(line)
        if not depth and rest.rstrip() == "--":
            out.append("-- ")
            continue
        mark = ">" * depth
        parts = _broken(rest.rstrip(), width - len(mark) - 1, indent=False)
        for index, part in enumerate(parts):
            space = " " if depth or part.startswith((" ", ">", "From ")) else ""
            out.append(f"{mark}{space if part or not depth else ''}{part}{' ' if index + 1 < len(parts) else ''}")
    return "\n".join(out)


def _split_quote(line: str) -> tuple[int, str]:
    match = _QUOTE.match(line)
    return (match.group(1).count(">"), line[match.end() :]) if match else (0, line)


def _broken(text: str, width: int, indent: bool = True) -> list[str]:
    if len(text) <= width:
        return [text]
    hang = re.match(r"\s*(?:[-*]|\d+[.)])\s+", text) if indent else None
    lines = textwrap.wrap(
        text,
        width,
        subsequent_indent=" " * len(hang.group()) if hang else "",
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
    return lines or [""]
