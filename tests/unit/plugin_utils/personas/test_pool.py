# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The nearest pool is used, an explicit one must exist, and the error of a broken one names the place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import PersonaError
from ansible_collections.decnet.realism.plugins.plugin_utils.personas import pool as persona_pool
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.pool import resolve

PLACES = ("inventory", "option", "environment", "system", "user")


def entry(name: str) -> dict[str, str]:
    return {"name": name, "email": f"{name}@corp.example"}


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """One pool file for each place but the inventory; each persona has the name of its place."""
    user = tmp_path / ".decnet/email_personas.json"
    paths = {
        "option": tmp_path / "o.yml",
        "environment": tmp_path / "e.json",
        "system": tmp_path / "etc/p.json",
        "user": user,
    }
    for name, path in paths.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps([entry(name)]))
    monkeypatch.setattr(persona_pool, "SYSTEM_POOL", paths["system"])
    return paths


@pytest.mark.parametrize("first", range(len(PLACES)))
def test_the_nearest_pool_wins(first: int, places: dict[str, Path], tmp_path: Path) -> None:
    for name in PLACES[1:first]:
        places[name].unlink()
    environ = {"HOME": str(tmp_path)}
    if first <= 2:
        environ["DECNET_EMAILGEN_PERSONAS"] = str(places["environment"])
    option = str(places["option"]) if first <= 1 else None
    found = resolve([entry("inventory")] if first == 0 else None, option, environ)
    assert [person.login for person in found] == [PLACES[first]]


def test_no_pool_anywhere_is_nobody(places: dict[str, Path], tmp_path: Path) -> None:
    places["system"].unlink()
    places["user"].unlink()
    assert resolve(None, None, {"HOME": str(tmp_path)}) == ()
    assert resolve(None, None, {}) == ()


def test_an_empty_inventory_list_is_an_answer(places: dict[str, Path], tmp_path: Path) -> None:
    assert resolve([], str(places["option"]), {"HOME": str(tmp_path)}) == ()


def test_a_home_is_found_for_a_tilde(places: dict[str, Path], tmp_path: Path) -> None:
    assert resolve(None, "~/o.yml", {"HOME": str(tmp_path)})[0].login == "option"


@pytest.mark.parametrize("suffix", [".json", ".yml"])
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"[", "neither JSON nor YAML"),
        (b"- name: 'x", "neither JSON nor YAML at line"),
        (b"\xff\xfe", "not UTF-8"),
        (b"", "not a list"),
        (b"- !!python/object/apply:os.system [id]", "neither JSON nor YAML"),
        (b"[" * 100_000, "neither JSON nor YAML|not a list|is not a mapping"),
        (b" " * (persona_pool.MAX_POOL_BYTES + 1), "larger than"),
        (b"- name: Ann Lee\n", "email is missing"),
    ],
    ids=["cut short", "open quote", "not text", "empty", "code", "all brackets", "too large", "no email"],
)
def test_a_broken_pool_names_its_file(body: bytes, said: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"pool{suffix}"
    path.write_bytes(body)
    with pytest.raises(PersonaError, match=said) as caught:
        resolve(None, str(path), {})
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize("asked_by", ["decoy_personas_file", "DECNET_EMAILGEN_PERSONAS"])
@pytest.mark.parametrize(("name", "said"), [("none.json", "no such file"), (".", "not a regular file")])
def test_a_pool_asked_for_must_be_there(asked_by: str, name: str, said: str, tmp_path: Path) -> None:
    path = str(tmp_path / name)
    with pytest.raises(PersonaError, match=f"{asked_by} .*{said}.*correct {asked_by}"):
        resolve(None, path if asked_by == "decoy_personas_file" else None, {"DECNET_EMAILGEN_PERSONAS": path})


def test_both_formats_and_a_byte_order_mark(tmp_path: Path) -> None:
    for name, body in (
        ("a.json", '\ufeff[{"name": "Jörg", "email": "jorg@corp.example"}]'),
        ("a.yaml", "- name: Jörg\n  email: jorg@corp.example\n"),
    ):
        (tmp_path / name).write_text(body, encoding="utf-8")
        assert resolve(None, str(tmp_path / name), {})[0].name == "Jörg"
