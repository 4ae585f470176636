# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths and modes of new files."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.content import bodies
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.naming import make_path, mode_for
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Account
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from builders.company import ANNA, NOW, PEOPLE, WORLD, decky


@pytest.mark.parametrize("content_class", bodies.classes_of("user"))
def test_user_files_stand_in_the_real_home_under_names_not_taken(content_class: ContentClass) -> None:
    taken: set[str] = set()
    for number in range(60 if content_class is not ContentClass.TODO else 12):
        path = make_path(content_class, ANNA, decky(), seeded_random("path", number), taken=taken, world=WORLD, now=NOW)
        assert path.startswith("/home/anna/") and path not in taken
        assert re.fullmatch(r"[\w./'&-]+", path) and not re.search(r"\d{8}", path.rpartition("/")[2])
        taken.add(path)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.login)
def test_a_persona_has_one_list_of_its_own_name_and_few_others(person: Persona) -> None:
    """A persona gives its list a common name and keeps it; a list with another name has its purpose in the name."""
    paths = [
        make_path(ContentClass.TODO, person, decky(), seeded_random("t", n), world=WORLD, now=NOW) for n in range(200)
    ]
    names = Counter(path.rpartition("/")[2] for path in paths)
    [own] = set(names) & {"TODO.md", "todo.md", "todo.txt", "TODO"}
    assert 100 < names[own] < 170
    assert all(re.fullmatch(r"todo[-_][\w-]+\.md", name) for name in names if name != own)


@pytest.mark.parametrize("home", ["/", "/nonexistent", ""])
def test_no_home_no_file(home: str) -> None:
    bare = decky()
    bare = replace(bare, facts=replace(bare.facts, accounts=(Account("anna", 1000, 1000, home),)))
    with pytest.raises(RealismError, match="anna has no home"):
        make_path(ContentClass.NOTE, ANNA, bare, seeded_random("x"), world=WORLD, now=NOW)


@pytest.mark.parametrize("content_class", [ContentClass.EMAIL, ContentClass.CANARY, *bodies.log_classes()])
def test_classes_that_are_named_elsewhere(content_class: ContentClass) -> None:
    with pytest.raises(KeyError):
        make_path(content_class, ANNA, decky(), seeded_random("x"), world=WORLD, now=NOW)


def test_cache_files_look_like_those_of_mktemp() -> None:
    path = make_path(ContentClass.CACHE_TMP, None, decky(), seeded_random("x"), world=WORLD, now=NOW)
    assert re.fullmatch(r"/tmp/tmp\.[A-Za-z0-9]{10}", path)
    assert mode_for(ContentClass.CACHE_TMP, None, seeded_random("x"), path) == 0o600


def test_modes_follow_one_umask_a_persona() -> None:
    scripts = {
        mode_for(ContentClass.SCRIPT, ANNA, seeded_random("m", number), "/home/anna/x.sh") for number in range(60)
    }
    notes = {mode_for(ContentClass.NOTE, ANNA, seeded_random("m", number), "/home/anna/x.md") for number in range(60)}
    assert len(notes) == 1 and len(scripts) == 2
    assert {mode & 0o666 for mode in scripts} == notes


def test_nobody_writes_python_where_there_is_none() -> None:
    bare, host = decky(), decky()
    host = replace(host, facts=replace(host.facts, running=("python3",)))
    for place, expected in ((bare, {"sh"}), (host, {"sh", "py"})):
        names = {
            make_path(ContentClass.SCRIPT, ANNA, place, seeded_random("s", number), world=WORLD, now=NOW).rpartition(
                "."
            )[2]
            for number in range(60)
        }
        assert names == expected
