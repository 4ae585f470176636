# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A content class is one module: every module of the folder is registered, and no other file lists it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from ansible_collections.decnet.realism.plugins import plugin_utils
from ansible_collections.decnet.realism.plugins.module_utils.realism.content import bodies, naming
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.bodies.base import SYSTEM, USER
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from builders.company import ANNA, NOW, WORLD, context, decky

NEW = f"""
from {bodies.__name__}.base import Body
from {ContentClass.__module__} import ContentClass


class Recipe(Body):
    content_class = ContentClass.CANARY
    weight = 3.0
    editable = False
    folders = ("kitchen/",)
    extensions = (".txt",)
    executable_share = 1.0

    def name(self, voice, rng, decky):
        return "soup for the day"

    def make(self, persona, rng, context):
        return f"soup for {{persona.first_name}}"

    def next_iteration(self, persona, previous, rng, context):
        return previous + "!"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A second folder of the package. Its modules are removed afterwards."""
    monkeypatch.setattr(bodies, "__path__", [*bodies.__path__, str(tmp_path)])
    known = set(sys.modules)
    bodies.registry.cache_clear()
    yield tmp_path
    bodies.registry.cache_clear()
    for name in set(sys.modules) - known:
        del sys.modules[name]


def test_a_new_class_is_one_module(folder: Path) -> None:
    user = (ContentClass.NOTE, ContentClass.TODO, ContentClass.DRAFT, ContentClass.SCRIPT)
    (folder / "recipe.py").write_text(NEW)
    assert bodies.classes_of(USER) == (*user, ContentClass.CANARY)
    path = naming.make_path(ContentClass.CANARY, ANNA, decky(), seeded_random("x"), world=WORLD, now=NOW)
    assert path.startswith("/home/anna/kitchen/soup") and path.endswith(".txt")
    assert naming.mode_for(ContentClass.CANARY, ANNA, seeded_random("x"), path) & 0o111
    text = bodies.make_body(ContentClass.CANARY, ANNA, seeded_random("x"), context(path))
    assert bodies.next_iteration(ContentClass.CANARY, ANNA, text, seeded_random("x"), context(path)) == "soup for Anna!"


def test_two_modules_of_one_class_are_refused(folder: Path) -> None:
    """Without the error, the alphabet decides which module is used."""
    for name in ("recipe.py", "recipes.py"):
        (folder / name).write_text(NEW)
    with pytest.raises(TypeError, match="Recipe and Recipe both are canary"):
        bodies.registry()


def test_the_classes_are_those_that_the_product_grew_with() -> None:
    """A class that changes its side, weight or growth changes what every fleet writes."""
    known = bodies.registry()
    weights = {"note": 34, "todo": 22, "draft": 22, "script": 22, "log_cron": 45, "log_daemon": 35, "cache_tmp": 20}
    assert bodies.default_weights() == weights
    assert [item.value for item in bodies.classes_of(USER)] == ["note", "todo", "draft", "script"]
    assert [item.value for item in bodies.log_classes()] == ["log_cron", "log_daemon"]
    assert [item.value for item in known if not bodies.is_editable(item)] == ["cache_tmp"]
    assert not bodies.is_editable("email")


def test_a_language_model_has_a_prompt_for_every_text_of_a_person() -> None:
    prompts = yaml.safe_load((Path(plugin_utils.__path__[0]) / "llm" / "prompts.yml").read_text(encoding="utf-8"))
    for content_class, body in bodies.registry().items():
        assert (body.prompt is None) == (body.side == SYSTEM) and (body.prompt is None or body.prompt in prompts), (
            content_class
        )
