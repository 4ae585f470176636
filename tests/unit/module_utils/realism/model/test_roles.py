# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A role is technical or not in all texts of a persona: the notes of an accountant have no failover test."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.corpora import load
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.roles import is_technical

TECHNICAL = (
    "support specialist",
    "IT manager",
    "head of IT",
    "release manager",
    "sysop",
    "SRE",
    "dba",
    "Systems Administrator",
    "sysadmin",
    "helpdesk technician",
    "help desk agent",
    "solutions architect",
    "network operator",
    "web developer",
    "head of development",
    "data engineer",
    "technical writer",
    "security analyst",
    "Systemadministratorin",
    "Softwareentwickler",
    "Netzwerktechniker",
    "technicien informatique",
    "développeuse",
    "administradora de sistemas",
    "sistemista",
    "programador",
)
OTHERS = (
    "accountant",
    "auditor",  # "it" is a word, no part of one
    "recruiter",
    "credit controller",
    "audit clerk",
    "office manager",
    "administrative assistant",
    "head of administration",
    "business development manager",
    "data entry clerk",
    "data protection officer",
    "security guard",
    "operations manager",
    "facilities coordinator",
    "employee",
    "",
)


@pytest.mark.parametrize("role", TECHNICAL)
def test_a_technical_role(role: str) -> None:
    assert is_technical(role)


@pytest.mark.parametrize("role", OTHERS)
def test_another_role(role: str) -> None:
    assert not is_technical(role)


def test_the_roles_of_generated_companies_go_by_their_department() -> None:
    departments = load("company")["departments"]
    wrong = [
        f"{role} of {name}"
        for name, department in departments.items()
        for role in department["roles"]
        if is_technical(role) != (name in ("it", "development"))
    ]
    assert wrong == []


def test_there_is_one_definition() -> None:
    """Two definitions drift: once notes took a release manager for business, and mail an IT manager."""
    engine = Path(__file__).resolve().parents[5] / "plugins" / "module_utils" / "realism"
    defined = [
        str(path.relative_to(engine))
        for path in sorted(engine.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "devops" in node.value
    ]
    assert defined == ["model/roles.py"]
