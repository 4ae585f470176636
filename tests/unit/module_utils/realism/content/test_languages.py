# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts of people, in their own language where that has phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism import corpora
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.bodies import make_body, next_iteration
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.naming import make_path
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.phrasing import Phrasing
from ansible_collections.decnet.realism.plugins.module_utils.realism.corpora import load, spoken
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from builders.company import ANNA, NOW, WORLD, context

LANGUAGES = sorted(path.name for path in Path(corpora.__file__).parent.iterdir() if (path / "words.yml").is_file())
CLASSES = [ContentClass.NOTE, ContentClass.TODO, ContentClass.DRAFT]
CASES = [(language, content_class) for language in LANGUAGES for content_class in CLASSES]
PEOPLE = {language: replace(ANNA, language=language) for language in LANGUAGES}
ENGLISH = re.compile(r"\b(the|and|with|for|until|since|from|about|asked|draft|notes)\b", re.IGNORECASE)


def phrases(bank: object) -> Iterator[str]:
    if isinstance(bank, str):
        yield bank
    elif isinstance(bank, dict):
        for part in bank.values():
            yield from phrases(part)
    elif isinstance(bank, list):
        for part in bank:
            yield from phrases(part)


def test_a_language_of_which_there_is_nothing_is_english() -> None:
    assert LANGUAGES and spoken("notes", "de-AT") is load("de/notes") is spoken("notes", "DE")
    for other in ("xx", "", "../de", "d", "de/../de", "mail"):
        assert spoken("notes", other) is load("notes")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["words", "notes", "todo", "drafts"])
def test_every_language_says_what_english_says(language: str, name: str) -> None:
    own, english = spoken(name, language), load(name)
    assert (
        own is not english
        and set(own) - {"capital_nouns"} == {key for key in english if key in own}
        and own.keys() >= english.keys() - {"project_names", "project_subjects", "first_names", "vendors"}
    )
    assert name != "words" or len(own["systems"]) == len(english["systems"]) == len(set(own["systems"]))
    voice = Phrasing(WORLD, PEOPLE[language], NOW, seeded_random("x"), language=language)
    for phrase in phrases({key: value for key, value in own.items() if key != "dates"}):
        assert "{" not in voice.fill(phrase)


@pytest.mark.parametrize(("language", "content_class"), CASES)
def test_bodies_are_in_one_language_and_no_two_alike(language: str, content_class: ContentClass) -> None:
    rng = seeded_random("many", language)
    bodies = {make_body(content_class, PEOPLE[language], rng, context("n.md")) for _number in range(600)}
    assert len(bodies) == 600
    english = [line for body in bodies for line in body.splitlines() if ENGLISH.search(line)]
    assert english == [] and not any("{" in body or "\u2013" in body or "\u2014" in body for body in bodies)


@pytest.mark.parametrize(("language", "content_class"), CASES)
def test_a_text_goes_on_in_its_language(language: str, content_class: ContentClass) -> None:
    rng = seeded_random("on", language)
    text = make_body(content_class, PEOPLE[language], rng, context("n.md"))
    for _day in range(25):
        later = next_iteration(content_class, PEOPLE[language], text, rng, context("n.md"))
        said = [line.strip() for line in later.split("\n") if len(line.strip()) > 12]
        assert later != text and len(said) == len(set(said)) and not ENGLISH.search(later)
        text = later


@pytest.mark.parametrize(("language", "content_class"), CASES)
def test_names_of_files_are_in_it_too_and_easy_to_type(language: str, content_class: ContentClass) -> None:
    decky = context("n.md").decky
    names = [
        make_path(
            content_class, PEOPLE[language], decky, seeded_random("n", str(number)), world=WORLD, now=NOW
        ).rpartition("/")[2]
        for number in range(200)
    ]
    assert all(name.isascii() and not ENGLISH.search(name.replace("-", " ").replace("_", " ")) for name in names)


def test_scripts_stay_english() -> None:
    german, english = (
        make_body(ContentClass.SCRIPT, replace(ANNA, language=language), seeded_random("s"), context("s.sh"))
        for language in ("de", "en")
    )
    assert german == english
