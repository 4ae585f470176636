# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bounds of Python packages: the same wherever they are written, and around what the tests are run with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

TOP = Path(__file__).resolve().parents[2]


def requirements(name: str) -> dict[str, Requirement]:
    lines = (TOP / name).read_text(encoding="utf-8").splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {item.name: item for item in found}


REQUIRED = requirements("requirements.txt")
BOUNDED = sorted(name for name, item in REQUIRED.items() if item.specifier)


def lowest(bounds: SpecifierSet) -> str:
    [low] = [item.version for item in bounds if item.operator == ">="]
    return low


@pytest.mark.parametrize("name", BOUNDED)
def test_every_place_has_the_same_bounds(name: str) -> None:
    """requirements.txt, the execution environment's, the modules' documentation, and two pages for operators."""
    wanted = REQUIRED[name].specifier
    assert requirements("meta/ee-requirements.txt")[name].specifier == wanted
    fragments = "".join(path.read_text(encoding="utf-8") for path in (TOP / "plugins/doc_fragments").glob("*.py"))
    assert re.findall(rf"^ +- {name} >= (\S+)", fragments, re.MULTILINE) == [lowest(wanted)]
    table = (TOP / "docs" / "dependencies.md").read_text(encoding="utf-8")
    [row] = re.findall(rf"^\| \[{name}\]\(\S+\) \| ([^|]+) \|", table, re.MULTILINE)
    assert SpecifierSet(row) == wanted
    pip = re.findall(rf"'{name}([^']*)'", (TOP / "docs" / "schedule.md").read_text(encoding="utf-8"))
    assert [SpecifierSet(item) for item in pip] == [wanted]


def test_what_the_tests_run_with_is_within_the_bounds() -> None:
    pinned = requirements("requirements-dev.txt")
    for name, item in {**requirements("meta/ee-requirements.txt"), **REQUIRED}.items():
        [exact] = pinned[name].specifier
        assert item.specifier.contains(exact.version), name
