# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Revisions of notes and drafts: lines are added, reworded, moved and removed."""

from __future__ import annotations

import re

from ..phrasing import Phrasing
from .lines import closed, ending, place, split

_HEADING = re.compile(r"^(#{1,6} |=+$|-+$|.*:$)")
_MARK = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)?")
#: Measured on 2,227 revisions of public notes: the shares that add, remove, reword and move a line.
ADD, REMOVE, REWORD, MOVE = 0.64, 0.42, 0.33, 0.13


class Prose:
    """One revision of a text in one voice.

    ``bank`` holds the sentences, ``asides`` the remarks that are appended to one. A text of more than ``limit``
    characters is shortened.
    """

    def __init__(self, text: str, voice: Phrasing, bank: list[str], asides: list[str], limit: int) -> None:
        self.lines = closed(split(text))
        self.voice, self.bank, self.asides, self.limit, self.rng = voice, bank, asides, limit, voice.rng
        self.newline = ending(self.lines)
        self.seen = {_words(line) for line in self.lines}

    def revise(self) -> str:
        """The next version of the text. It differs from the previous one where a phrase is left to change it."""
        before = list(self.lines)
        full = sum(map(len, self.lines)) > self.limit
        if self.rng.random() < REMOVE or full:
            self._remove(2 if full else 1)
        if self.rng.random() < REWORD:
            self._reword()
        if self.rng.random() < MOVE:
            self._move()
        if (self.rng.random() < ADD and not full) or self.lines == before:
            for _line in range(self.rng.choice((1, 1, 2, 2, 3))):
                self._add()
        for change in (self._reword, self._reword, self._reword, lambda: self._remove(1), self._move):
            if self.lines == before:
                change()
        return "".join(self.lines)

    def _text_lines(self) -> list[int]:
        """The indices of lines of text, without headings and the first line."""
        return [
            index
            for index, line in enumerate(self.lines)
            if line.strip() and not _HEADING.match(line.strip()) and index > 0
        ]

    def _add(self) -> None:
        """Inserts a sentence."""
        sentence = self.voice.phrase(self.bank, self.seen)
        if sentence is None:
            return
        self.seen.add(sentence)
        plain = self._text_lines()
        if not plain:
            self.lines += [sentence + self.newline]
            return
        at = place(self.rng, len(plain))
        index = plain[at] if at < len(plain) else plain[-1] + 1
        mark = _MARK.match(self.lines[plain[min(at, len(plain) - 1)]])
        self.lines.insert(index, f"{(mark.group(1) or '') if mark else ''}{sentence}{self.newline}")

    def _remove(self, count: int) -> None:
        """Removes one to ``count`` + 1 lines; at least three lines of text remain."""
        for _line in range(self.rng.randrange(1, count + 2)):
            plain = self._text_lines()
            if len(plain) < 4:
                return
            del self.lines[self.rng.choice(plain)]
        self._close_gaps()

    def _reword(self) -> None:
        """Appends a remark to a line, or replaces its sentence."""
        plain = self._text_lines()
        if not plain:
            return
        index = self.rng.choice(plain)
        line = self.lines[index].rstrip("\r\n")
        if self.rng.random() < 0.4 and not line.endswith(")") and not line.endswith("]"):
            aside = self.voice.phrase(self.asides, self.lines, _words(line))
            if aside is not None:
                self.lines[index] = f"{line} {aside}{self.newline}"
            return
        sentence = self.voice.phrase(self.bank, self.seen)
        if sentence is not None:
            self.seen.add(sentence)
            mark = _MARK.match(line)
            self.lines[index] = f"{(mark.group(1) or '') if mark else ''}{sentence}{self.newline}"

    def _move(self) -> None:
        """Moves a line to the place of another."""
        plain = self._text_lines()
        if len(plain) > 3:
            source, target = self.rng.sample(plain, 2)
            self.lines.insert(target, self.lines.pop(source))

    def _close_gaps(self) -> None:
        """Removes headings without text and all but one of several empty lines."""
        kept: list[str] = []
        for index, line in enumerate(self.lines):
            following = [other for other in self.lines[index + 1 :] if other.strip()]
            if index > 0 and line.startswith("## ") and (not following or following[0].startswith("## ")):
                continue
            if not line.strip() and kept and not kept[-1].strip():
                continue
            kept.append(line)
        while kept and not kept[-1].strip():
            kept.pop()
        self.lines = kept


def _words(line: str) -> str:
    """The text of a line without its list mark."""
    mark = _MARK.match(line)
    return line[mark.end() if mark else 0 :].strip()
