# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""TODO lists in checkbox Markdown: boxes are ticked, items are added, done items are removed.

An edit leaves all other lines unchanged byte for byte, including nested lists and lines that somebody else added.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from ...corpora import spoken
from ...model.content_classes import ContentClass
from ...model.decky import Decky
from ...model.persona import Persona
from ...model.seeded_random import seeded_random
from ..phrasing import Phrasing
from .base import Body, BodyContext
from .lines import bank_for, closed, ending, habit, place, split
from .voices import language_of, voice_of

_ITEM = re.compile(r"^(?P<indent>[ \t]*)(?P<bullet>[-*+]|\d+[.)])(?P<gap>[ \t]+)\[(?P<box>[ xX])\](?P<text>[ \t].*)?$")
#: The number of lines beyond which an edit removes done items instead of adding one.
LONG = 48
#: Measured on 376 revisions of public files with checkboxes: the shares that add, tick, remove, reword and move an
#: item. The share of ticks is raised, as these lists are shorter and closer to daily work.
ADD, TICK, REMOVE, REWORD, MOVE = 0.62, 0.45, 0.28, 0.15, 0.09


@dataclass(frozen=True)
class _Block:
    """One top-level item with its nested lines, from index ``start`` up to ``end``."""

    start: int
    end: int
    done: bool


class Todo(Body):
    """The content class ``todo``."""

    content_class = ContentClass.TODO
    weight = 22.0
    prompt = "todo"

    def name(self, voice: Phrasing, rng: random.Random, decky: Decky) -> str:
        # Most people have one list; a second list has the name of its purpose.
        login = voice.persona.login if voice.persona else ""
        first = seeded_random(voice.world.seed, "todo", login).choice(
            ("TODO.md", "TODO.md", "todo.md", "todo.txt", "TODO")
        )
        others = [f"{voice.cased(voice.fill(name))}.md" for name in voice.words["names"]["todo"]]
        return rng.choice((first, first, first, first, *others))

    def make(self, persona: Persona | None, rng: random.Random, context: BodyContext) -> str:
        voice, bank = voice_of(persona, rng, context, focused=False), spoken("todo", language_of(persona))
        taste = habit(persona, context.world.seed, "todo")
        with_title, with_sections = taste.random() < 0.75, taste.random() < 0.5
        lines = [f"# {voice.fill(taste.choice(bank['titles']))}\n", "\n"] if with_title else []
        seen: set[str] = set()
        for section in range(rng.randrange(2, 4) if with_sections else 1):
            if with_sections:
                name = voice.phrase(bank["sections"], seen) or bank["next"]
                seen.add(name)
                lines += ["\n"] if section else []
                lines += [f"## {name.rstrip('.')}\n", "\n"]
            for _item in range(rng.randrange(2, 6)):
                lines.append(self._item(voice, persona, seen, "", voice.bullet, rng.random() < 0.22))
                if rng.random() < 0.12:
                    lines.append(self._sub(voice, seen, voice.bullet))
        return "".join(lines)

    def next_iteration(self, persona: Persona | None, previous: str, rng: random.Random, context: BodyContext) -> str:
        voice = voice_of(persona, rng, context, focused=False)
        lines = closed(split(previous))
        seen = {line.strip() for line in lines} | {_text(line) for line in lines}
        before = list(lines)
        adds, ticks = rng.random() < ADD and len(lines) < LONG, rng.random() < TICK
        if ticks or not adds:
            lines = self._tick(lines, rng)
        if rng.random() < REMOVE or len(lines) >= LONG:
            lines = self._clear(lines, rng)
        if rng.random() < MOVE:
            lines = self._move(lines, rng)
        if rng.random() < REWORD:
            lines = self._comment(lines, voice, seen, rng)
        if adds or lines == before:
            for _item in range(1 if rng.random() < 0.7 else 2):
                lines = self._add(lines, voice, persona, seen, rng)
        return "".join(lines)

    def _item(
        self, voice: Phrasing, persona: Persona | None, seen: set[str], indent: str, bullet: str, done: bool
    ) -> str:
        bank = bank_for(persona, spoken("todo", language_of(persona))["items"])
        text = voice.phrase(bank, seen) or voice.fill("{ticket} {topic} {colleague} {future_day}")
        seen.add(text)
        return f"{indent}{bullet} [{'x' if done else ' '}] {text}\n"

    def _sub(self, voice: Phrasing, seen: set[str], bullet: str) -> str:
        text = voice.phrase(spoken("todo", language_of(voice.persona))["subitems"], seen) or voice.fill(
            "{ticket}, {past_day}"
        )
        seen.add(text)
        return f"  {bullet} [ ] {text}\n"

    def _tick(self, lines: list[str], rng: random.Random) -> list[str]:
        """Ticks an open item that has no open item nested below it."""
        open_items = [
            index
            for index, line in enumerate(lines)
            if (item := _match(line)) and item["box"] == " " and not _has_open_child(lines, index)
        ]
        if not open_items:
            return lines
        index = rng.choice(open_items)
        head, _box, tail = lines[index].partition("[ ]")
        return [*lines[:index], f"{head}[x]{tail}", *lines[index + 1 :]]

    def _clear(self, lines: list[str], rng: random.Random) -> list[str]:
        """Removes half of the done items, or all of them where the list is long."""
        done = [block for block in _blocks(lines) if block.done]
        if len(done) < 2:
            return lines
        gone = rng.sample(done, max(1, len(done) // (1 if len(lines) >= LONG else 2)))
        drop = {index for block in gone for index in range(block.start, block.end)}
        return [line for index, line in enumerate(lines) if index not in drop]

    def _move(self, lines: list[str], rng: random.Random) -> list[str]:
        """Moves an item up to the place of another."""
        blocks = _blocks(lines)
        if len(blocks) < 3:
            return lines
        first, second = sorted(rng.sample(range(len(blocks)), 2))
        mover, target = blocks[second], blocks[first]
        moved = lines[mover.start : mover.end]
        rest = lines[: mover.start] + lines[mover.end :]
        return rest[: target.start] + moved + rest[target.start :]

    def _comment(self, lines: list[str], voice: Phrasing, seen: set[str], rng: random.Random) -> list[str]:
        """Appends a remark to an open item."""
        plain = [
            index
            for index, line in enumerate(lines)
            if (item := _match(line)) and item["box"] == " " and not line.rstrip().endswith(")")
        ]
        template = rng.choice(spoken("todo", language_of(voice.persona))["comments"])
        words = voice.fill(template)
        if not plain or words in seen:
            return lines
        index = rng.choice(plain)
        before = _text(lines[index])
        if not voice.is_allowed(f"{before} {words}"):
            words = voice.fill(template, behind=before)
        return [*lines[:index], f"{lines[index].rstrip()} {words}{ending(lines)}", *lines[index + 1 :]]

    def _add(
        self, lines: list[str], voice: Phrasing, persona: Persona | None, seen: set[str], rng: random.Random
    ) -> list[str]:
        blocks = _blocks(lines)
        newline = ending(lines)
        if not blocks:
            item = self._item(voice, persona, seen, "", voice.bullet, False).rstrip("\n") + newline
            return [*lines, *([newline] if lines and lines[-1].strip() else []), item]
        at = place(rng, len(blocks))
        line = lines[blocks[min(at, len(blocks) - 1)].start]
        indent, mark = line[: _width(line)], line.lstrip(" \t")[:1]
        bullet = mark if mark in "-*+" else voice.bullet
        item = self._item(voice, persona, seen, indent, bullet, False).rstrip("\n") + newline
        index = blocks[at].start if at < len(blocks) else blocks[-1].end
        return [*lines[:index], item, *lines[index:]]


def _match(line: str) -> re.Match[str] | None:
    """The match of a line that is an item, else None."""
    return _ITEM.match(line.rstrip("\r\n"))


def _text(line: str) -> str:
    """The text of an item or of any other line."""
    item = _match(line)
    return (item["text"] or "").strip() if item else line.strip()


def _width(line: str) -> int:
    """The width of a line's indent in characters."""
    return len(line) - len(line.lstrip(" \t"))


def _blocks(lines: list[str]) -> list[_Block]:
    """The items of the outermost level, each with the lines indented deeper below it."""
    indents = [_width(line) for line in lines if _match(line)]
    outer = min(indents, default=0)
    blocks: list[_Block] = []
    for index, line in enumerate(lines):
        if not _match(line) or _width(line) != outer:
            continue
        end = index + 1
        while end < len(lines) and lines[end].strip() and _width(lines[end]) > outer:
            end += 1
        boxes = [item["box"] for inner in lines[index:end] if (item := _match(inner))]
        blocks.append(_Block(index, end, all(box != " " for box in boxes)))
    return blocks


def _has_open_child(lines: list[str], index: int) -> bool:
    """Whether the item has an open item nested below it."""
    depth = _width(lines[index])
    for line in lines[index + 1 :]:
        if not line.strip() or _width(line) <= depth:
            return False
        if (item := _match(line)) and item["box"] == " ":
            return True
    return False
