# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks of the persona pool, as an operator runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.generation import ascii_name, generate
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.pool import resolve

ROOT = Path(__file__).resolve().parents[2]
GOOD = {"name": "Ann Lee", "email": "ann@corp.example", "active_hours": "09:00-17:00"}


def play(name: str, folder: Path, *arguments: str) -> tuple[int, str]:
    environment = {
        **os.environ,
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        "ANSIBLE_NOCOLOR": "1",
        "HOME": str(folder),
        "COLUMNS": "1000",
    }
    command = [
        str(Path(sys.executable).with_name("ansible-playbook")),
        "-i",
        "localhost,",
        str(ROOT / f"playbooks/{name}.yml"),
        *arguments,
    ]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


def test_a_pool_is_installed_once_and_found(tmp_path: Path) -> None:
    pool = "- {name: Ann Lee, email: ann@corp.example}\n- {name: Jörg Maß, email: jm@corp.example, language: de}\n"
    (tmp_path / "people.yml").write_text(pool, encoding="utf-8")
    dest = tmp_path / "deep/pool.json"
    arguments = ["-e", f"file={tmp_path}/people.yml", "-e", f"dest={dest}", "-e", "decoy_language_default=nl"]
    assert "changed=1" in play("import_personas", tmp_path, "--check", *arguments)[1] and not dest.exists()
    assert "changed=1" in play("import_personas", tmp_path, *arguments)[1]
    assert "changed=0" in play("import_personas", tmp_path, *arguments)[1]
    people = resolve(None, str(dest), {})
    assert [(person.login, person.language) for person in people] == [("ann", "nl"), ("jm", "de")]
    assert dest.stat().st_mode & 0o777 == 0o600 and list(dest.parent.iterdir()) == [dest]


def test_every_bad_entry_is_named_and_nothing_is_installed(tmp_path: Path) -> None:
    bad = [
        GOOD,
        {**GOOD, "email": "b@corp.example", "login": "b", "active_hours": "9-5"},
        {"name": "C"},
        {**GOOD, "login": "d"},
    ]
    (tmp_path / "people.json").write_text(json.dumps(bad))
    dest = tmp_path / "pool.json"
    dest.write_text("[]\n")
    arguments = ["-e", f"file={tmp_path}/people.json", "-e", f"dest={dest}"]
    status, said = play("import_personas", tmp_path, *arguments)
    assert status and dest.read_text() == "[]\n"
    named = ("persona 2 (Ann Lee): active_hours", "persona 3 (C): email is missing", "persona 4 (Ann Lee): email")
    for fragment in ("3 of 4 personas do not validate", *named, "partial"):
        assert fragment in said, fragment
    status, said = play("import_personas", tmp_path, *arguments, "-e", "partial=true")
    assert (
        status == 0
        and [person["name"] for person in json.loads(dest.read_text())] == ["Ann Lee"]
        and "persona 2" in said
    )


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (["-e", "file=/nonexistent/people.yml"], "no such file"),
        ([], "-e file=people.yml"),
        (["-e", "file=/etc/hostname", "-e", "dest=/proc/none/x"], "not a list"),
    ],
)
def test_a_failed_import_is_one_sentence(tmp_path: Path, extra: list[str], said: str) -> None:
    status, text = play("import_personas", tmp_path, *extra)
    assert status and said in text


def test_a_company_is_generated_from_a_few_options(tmp_path: Path) -> None:
    arguments = [
        "-e",
        "size=40",
        "-e",
        "domain=corp.example",
        "-e",
        '{"languages": {"de": 3, "es": 1}}',
        "-e",
        f"dest={tmp_path}/pool.json",
    ]
    assert "changed=1" in play("generate_personas", tmp_path, *arguments)[1]
    said = play("generate_personas", tmp_path, *arguments)[1]
    people = resolve(None, str(tmp_path / "pool.json"), {})
    assert "changed=0" in said and f"{tmp_path}/pool.json: {', '.join(person.login for person in people)}" in said
    assert len(people) == 40 and {person.language for person in people} == {"de", "es"}
    assert sum(person.language == "de" for person in people) > 20
    assert all(person.email == f"{person.login}@corp.example" and person.login.isascii() for person in people)
    assert len({person.role for person in people}) > 10 and len({str(person.active_hours) for person in people}) > 4


@pytest.mark.parametrize("size", [2, 5, 500])
def test_companies_of_any_size_are_valid_and_the_same_each_time(size: int) -> None:
    languages = {"de": 1, "en": 1, "es": 1, "fr": 1, "it": 1, "nl": 1, "pt": 1}
    people = generate(size, "corp.example", languages, "s")
    assert len(people) == size == len({person.login for person in people}) == len({person.name for person in people})
    assert (
        people == generate(size, "corp.example", languages, "s") != generate(size, "corp.example", languages, "other")
    )


@pytest.mark.parametrize(
    ("name", "language", "login"),
    [
        ("Müller", "de", "mueller"),
        ("Núñez", "es", "nunez"),
        ("D'Angelo", "it", "dangelo"),
        ("van der Berg", "nl", "vanderberg"),
        ("Łukaß", "en", "lukass"),
        ("Müller", "fr", "muller"),
    ],
)
def test_names_become_logins_as_people_spell_them(name: str, language: str, login: str) -> None:
    assert ascii_name(name, language) == login
