# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A language is data.

A copy of the engine uses the files that are added to it, and no line of code names the language.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PLUGINS = Path(__file__).resolve().parents[5] / "plugins"
ENGINE = Path("ansible_collections/decnet/realism/plugins/module_utils/realism")
USE = """
from dataclasses import replace
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.focus import subject_of
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.bodies import make_body
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.clients import client_of
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.composition import compose
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.locale import LANGUAGES, locale_of
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.records import MailPlan
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from builders.company import ANNA, NOW, OMAR, WORLD, context

writer = replace(ANNA, language="sv")
print(LANGUAGES)
print(make_body("note", writer, seeded_random("n"), context("notes.md")).count("[[sv]]"))
plan = MailPlan("t", writer, OMAR, (), NOW, "sv-SE", "o1")
mail = compose(plan, WORLD, seeded_random("m"), client_of("s", writer))
print(mail.body.count("[[sv]]"), locale_of("sv").bank["name"], subject_of("utkast-budget.md"))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the engine with Swedish: English sentences with a mark."""
    shutil.copytree(
        PLUGINS / "module_utils" / "realism", tmp_path / ENGINE, ignore=shutil.ignore_patterns("__pycache__")
    )
    corpora = tmp_path / ENGINE / "corpora"
    mail = (corpora / "mail" / "en.yml").read_text(encoding="utf-8")
    mail = mail.replace("name: English", "name: Swedish")
    mail = re.sub(r'(?m)^(  (?:one|formal|all): )\["', r'\1["[[sv]] ', mail)
    (corpora / "mail" / "sv.yml").write_text(mail, encoding="utf-8")
    (corpora / "sv").mkdir()
    for name in ("words", "notes", "todo", "drafts"):
        text = (corpora / f"{name}.yml").read_text(encoding="utf-8")
        text = re.sub(r"(?m)^titles: \[.*$", 'titles: ["[[sv]] {topic}"]', text) if name == "notes" else text
        text = text.replace("kinds: [", "kinds: [utkast, ")
        (corpora / "sv" / f"{name}.yml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_new_language_is_its_data_files(copy: Path) -> None:
    tests = str(Path(__file__).resolve().parents[4])
    done = subprocess.run(
        [sys.executable, "-c", USE],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(copy), tests))},
        capture_output=True,
        text=True,
        check=True,
    )
    languages, notes, rest = done.stdout.splitlines()
    assert "'sv'" in languages and notes == "1"
    assert rest == "1 Swedish budget"


def test_no_code_of_the_engine_names_a_language() -> None:
    """English is the fallback. Italian is not checked, as IT is a department."""
    pattern = re.compile(r"""["'](?:de|es|fr|nl|pt)["']""")
    sources = sorted((PLUGINS / "module_utils" / "realism").rglob("*.py"))
    assert [path.name for path in sources if pattern.search(path.read_text(encoding="utf-8"))] == []
