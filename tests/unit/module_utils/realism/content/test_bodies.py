# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies as an intruder reads them: no body twice, no line twice, and every version of a file believable."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from datetime import timedelta

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.content import bodies
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.bodies import make_body, next_iteration
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from builders.company import ANNA, NOW, PEOPLE, WORLD, context

PATHS = {
    ContentClass.TODO: ("TODO.md",),
    ContentClass.NOTE: ("n.md",),
    ContentClass.DRAFT: ("d.md",),
    ContentClass.SCRIPT: ("s.sh", "s.py"),
}
CASES = [(content_class, path) for content_class in bodies.classes_of("user") for path in PATHS[content_class]]
# The lines that all scripts share, and the words that close a statement.
STRUCTURE = re.compile(r"^(#!|import |from |set -e|fi$|done$|\}$|if ROOT|with )")


def ages(content_class: ContentClass, path: str, seed: str, count: int = 50) -> list[str]:
    """A body and its next ``count`` versions, one per day."""
    rng = seeded_random(seed, path)
    texts = [make_body(content_class, ANNA, rng, context(path))]
    for day in range(count):
        texts.append(next_iteration(content_class, ANNA, texts[-1], rng, context(path, NOW + timedelta(days=day))))
    return texts


@pytest.mark.parametrize(
    "count", [pytest.param(500, id="five hundred"), pytest.param(10_000, id="ten thousand", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize(("content_class", "path"), CASES)
def test_of_many_bodies_no_two_are_alike(content_class: ContentClass, path: str, count: int) -> None:
    rng = seeded_random("many", path)
    bodies = Counter(make_body(content_class, PEOPLE[number % 3], rng, context(path)) for number in range(count))
    assert [body for body, times in bodies.items() if times > 1] == []


@pytest.mark.parametrize(("content_class", "path"), CASES)
def test_every_version_differs_and_repeats_no_line(content_class: ContentClass, path: str) -> None:
    for seed in "abcdef":
        texts = ages(content_class, path, seed)
        assert all(earlier != later for earlier, later in zip(texts, texts[1:], strict=False))
        for text in texts:
            said = [
                line.strip()
                for line in text.split("\n")
                if len(line.strip()) > 12 and not STRUCTURE.match(line.strip())
            ]
            assert len(said) == len(set(said)), [line for line in said if said.count(line) > 1]


@pytest.mark.parametrize(("content_class", "path"), CASES)
def test_files_shrink_as_often_as_people_let_them(content_class: ContentClass, path: str) -> None:
    """Measured: 34 % of revisions of notes and 17 % of lists shrink the file. A file that only grows is a tell."""
    pairs = [
        pair
        for seed in "abcdefgh"
        for texts in [ages(content_class, path, seed)]
        for pair in zip(texts, texts[1:], strict=False)
    ]
    share = sum(len(later) < len(earlier) for earlier, later in pairs) / len(pairs)
    assert 0.12 < share < 0.55
    assert max(len(later) for _earlier, later in pairs) < 6000


@pytest.mark.parametrize("content_class", [ContentClass.TODO, ContentClass.NOTE, ContentClass.DRAFT])
def test_people_rarely_only_append(content_class: ContentClass) -> None:
    """Measured: 3 % of revisions only append at the end."""
    pairs = [
        pair
        for seed in "abcdefgh"
        for texts in [ages(content_class, "x.md", seed)]
        for pair in zip(texts, texts[1:], strict=False)
    ]
    assert sum(later.startswith(earlier) for earlier, later in pairs) / len(pairs) < 0.1


@pytest.mark.parametrize("path", ["s.sh", "s.py"])
def test_scripts_parse_at_every_age(path: str) -> None:
    for seed in "abcd":
        for text in ages(ContentClass.SCRIPT, path, seed)[:: 1 if path == "s.py" else 7]:
            if path == "s.py":
                compile(text, path, "exec")
            else:
                done = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
                assert done.returncode == 0, (done.stderr, text)


@pytest.mark.parametrize("content_class", [ContentClass.EMAIL, ContentClass.CANARY, ContentClass.CACHE_TMP])
def test_classes_without_a_next_version(content_class: ContentClass) -> None:
    with pytest.raises(KeyError):
        next_iteration(content_class, ANNA, "x\n", seeded_random("x"), context("x"))


HAND_EDITED = """\
My list\r
=======\r
\r
* [ ] one thing that stays\r
\t* [ ] nested under a tab\r
\t* [x] nested and done\r
* [ ] another thing\r
  a remark without a box\r
\r
plain words at the end, no newline"""


def test_hand_edited_and_nested_lists_survive() -> None:
    text = HAND_EDITED
    rng = seeded_random("hand")
    for _turn in range(8):
        text = next_iteration(ContentClass.TODO, ANNA, text, rng, context("TODO.md"))
    assert text.startswith("My list\r\n=======\r\n")
    assert "plain words at the end, no newline" in text
    assert "  a remark without a box\r\n" in text
    lines = text.split("\n")
    child = next(index for index, line in enumerate(lines) if "nested under a tab" in line)
    assert "one thing that stays" in lines[child - 1]
    assert all(line.endswith("\r") for line in lines[:-1])


def test_a_box_is_ticked_or_an_item_added() -> None:
    text = "- [ ] water the plants\n- [ ] ring the bell\n"
    kinds = set()
    for seed in range(60):
        after = next_iteration(ContentClass.TODO, ANNA, text, seeded_random(seed), context("TODO.md"))
        kinds.add(("[x]" in after, after.count("\n") > 2))
    assert {(True, False), (False, True), (True, True)} <= kinds


def test_two_deckies_share_no_line() -> None:
    """Two hosts of the same three people, with four hundred files each, share no text except headings."""
    said: dict[str, set[str]] = {}
    for name in ("web-01", "files-01"):
        for number in range(400):
            content_class, path = CASES[number % len(CASES)]
            body = make_body(content_class, PEOPLE[number % 3], seeded_random(name, number), context(path, name=name))
            lines = [line.strip() for line in body.split("\n")[1:] if not line.startswith("## ")]
            said.setdefault(name, set()).update(line for line in lines if len(line) > 24 and not STRUCTURE.match(line))
    assert sorted(said["web-01"] & said["files-01"]) == []


def test_no_typographic_dash_and_no_open_slot() -> None:
    for content_class, path in CASES:
        for seed in range(150):
            body = make_body(content_class, PEOPLE[seed % 3], seeded_random("dash", seed), context(path))
            assert not re.search(r"[\u2013\u2014\u2026]|@\w+@", body)
            if content_class is not ContentClass.SCRIPT:
                assert not re.search(r"[{}]", body)


def test_the_same_inputs_give_the_same_text() -> None:
    for content_class, path in CASES:
        assert ages(content_class, path, "same", 5) == ages(content_class, path, "same", 5)


def test_names_keep_their_capitals_whatever_the_style() -> None:
    """A persona that writes in lower case keeps the capitals of names, also before a possessive or a colon."""
    names = {person.first_name for person in PEOPLE} | set(WORLD.outsiders)
    for number in range(400):
        body = make_body(ContentClass.NOTE, PEOPLE[number % 3], seeded_random("names", number), context("n.md"))
        lowered = {name for name in names if re.search(rf"(?m)^(?:[-*] )?{name.lower()}\b", body)}
        assert not lowered


def test_a_file_is_about_what_its_name_says() -> None:
    """A note with a topic in its name refers to it at every age; a note with another name does not."""
    said = {"load-figures.md": 0, "phone-list.md": 0}
    for path in said:
        for seed in range(30):
            said[path] += make_body(
                ContentClass.NOTE, ANNA, seeded_random("about", seed), context(f"/home/anna/{path}")
            ).count("load figures")
    assert said["load-figures.md"] > 45 and said["phone-list.md"] < said["load-figures.md"] / 5
