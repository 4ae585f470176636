# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON schema of pools agrees with the record, the documentation and the pools of the project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.schema import FIELDS, PERSONA, SCHEMA
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.validation import parse_personas
from jsonschema import Draft7Validator

TOP = Path(__file__).resolve().parents[4]
#: A field of the record that pools do not have.
DERIVED = {"holidays"}
EDITOR = Draft7Validator(SCHEMA)


def keywords(schema: Any) -> Iterator[dict[str, Any]]:
    """All schemas within a schema."""
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from keywords(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from keywords(part)


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(SCHEMA)


def test_the_schema_the_record_and_the_documentation_name_the_same_fields() -> None:
    page = (TOP / "docs" / "personas.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    fragment = (TOP / "plugins" / "doc_fragments" / "decky.py").read_text(encoding="utf-8")
    [sentence] = re.findall(r"- Each is a dictionary with the keys (.*?mail_client\))", fragment, re.DOTALL)
    assert set(re.findall(r"C\((\w+)\)", sentence)) == set(FIELDS)
    assert set(documented) == set(FIELDS) == {field.name for field in fields(Persona)} - DERIVED
    assert len(documented) == len(set(documented))


def test_the_defaults_of_the_schema_are_those_of_the_record() -> None:
    person = parse_personas([{"name": "Ann Lee", "email": "ann@corp.example"}], "pool")[0]
    written = {name: schema["default"] for name, schema in FIELDS.items() if "default" in schema}
    assert parse_personas([{"name": "Ann Lee", "email": "ann@corp.example", **written}], "pool") == (person,)
    # Defaults of the record are those of the schema, except unset ones and those that an option sets.
    optional = {field.name for field in fields(Persona) if field.default not in (None, MISSING)} - DERIVED
    assert set(written) == (optional | {"role"}) - {"language"}


def test_every_rule_that_an_editor_may_report_has_a_sentence() -> None:
    """Editors and the collection show the errorMessage instead of a regular expression."""
    silent = [
        name
        for name, schema in FIELDS.items()
        if {"pattern", "enum", "anyOf"} & set(schema) and not schema.get("errorMessage")
    ]
    assert silent == []


def test_every_text_is_bounded() -> None:
    texts = [schema for schema in keywords(PERSONA) if schema.get("type") == "string"]
    assert texts and all({"maxLength", "enum", "pattern"} & set(schema) for schema in texts)


@pytest.mark.parametrize("path", sorted(TOP.glob("inventories/*/group_vars/deckies/personas.yml")), ids=str)
def test_an_editor_accepts_the_inventories_of_the_demo(path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [error.message for error in EDITOR.iter_errors(data)] == []
    data["decoy_personas"][0]["timzone"] = "Etc/UTC"
    assert not EDITOR.is_valid(data)


def test_an_editor_accepts_an_exported_pool_and_refuses_a_mapping_without_personas() -> None:
    person = Persona("Ann Lee", "ann@corp.example", "ann", "dba", mannerisms=("x",), country="DE")
    entry = {name: value for name, value in person.to_dict().items() if value is not None}
    assert EDITOR.is_valid([entry])
    assert parse_personas([entry], "pool") == (person,)
    assert not EDITOR.is_valid({"personas": [entry]})
