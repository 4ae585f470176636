# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input fails with one sentence that names host, option and way out, and leaves the ledger unchanged."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from .conftest import Fleet

NOTE = {"path": "/home/anna/n.md", "content": "x\n", "persona": "anna", "content_class": "note"}
CASES: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    ("decoy_plant_file", {**NOTE, "content_class": "memo"}, {}, ["content_class", "note, todo"]),
    ("decoy_plant_file", {**NOTE, "path": "notes.md"}, {}, ["path", "notes.md", "/home/anna"]),
    ("decoy_plant_file", {**NOTE, "path": "/etc"}, {}, ["/etc", "directory"]),
    ("decoy_plant_file", {**NOTE, "persona": "ghost"}, {}, ["ghost", "account"]),
    ("decoy_plant_file", {**NOTE, "mode": "rw"}, {}, ["mode", "0644"]),
    ("decoy_plant_file", {**NOTE, "mtime": "2199-01-01"}, {}, ["mtime", "future"]),
    ("decoy_tick", {}, {"decoy_personas": [{"email": "a@b.example"}]}, ["name", "decoy_personas"]),
    (
        "decoy_tick",
        {},
        {"decoy_personas": [{"name": "A B", "email": "a@b.example", "active_hours": "9-5"}]},
        ["active_hours", "9-5", "HH:MM-HH:MM"],
    ),
    ("decoy_tick", {}, {"decoy_now": "yesterday"}, ["now", "ISO 8601"]),
    ("decoy_tick", {"weights": {"memo": 3}}, {}, ["memo", "weights"]),
    ("decoy_tick", {"rate": -1}, {}, ["rate", "20"]),
    ("decoy_edit_file", {"path": "/home/anna/unknown.md"}, {}, ["path", "decoy_plant_file"]),
    ("decoy_ssh_banner_probe", {"peer": "mars"}, {}, ["peer", "mars"]),
    ("decoy_tick", {}, {"decoy_ledger": "/etc/passwd"}, ["/etc/passwd", "decoy_ledger"]),
]


def dump(fleet: Fleet) -> list[str]:
    """The contents of the ledger without the facts."""
    with sqlite3.connect(fleet.ledger) as connection:
        return [line for line in connection.iterdump() if '"facts"' not in line]


@pytest.mark.parametrize(("module", "arguments", "variables", "named"), CASES)
def test_one_sentence(
    fleet: Fleet, module: str, arguments: dict[str, Any], variables: dict[str, Any], named: list[str]
) -> None:
    plant = [{"decnet.realism.decoy_plant_file": NOTE}]
    name = fleet.names[0]
    assert fleet.results(plant, "--limit", name)[name]["changed"]
    before = dump(fleet)
    result = fleet.results([{f"decnet.realism.{module}": arguments}], "--limit", name, **variables)[name]
    assert result["failed"] and "\n" not in result["msg"]
    assert name in result["msg"]
    for part in named:
        assert part in result["msg"], result["msg"]
    assert dump(fleet) == before


def test_planting_is_idempotent_and_asks_before_it_overwrites(fleet: Fleet) -> None:
    name = fleet.names[0]
    task = [{"decnet.realism.decoy_plant_file": NOTE}]
    assert [fleet.results(task, "--limit", name)[name]["changed"] for _run in range(2)] == [True, False]
    assert fleet.sh(name, "stat -c '%U %G %a' /home/anna/n.md").split() == [
        "anna",
        "anna",
        fleet.sh(name, "stat -c %a /home/anna/n.md").strip(),
    ]
    other = [{"decnet.realism.decoy_plant_file": {**NOTE, "content": "y\n"}}]
    assert fleet.results(other, "--limit", name)[name]["changed"]
    fleet.sh(name, "echo evidence > /home/anna/n.md")
    refused = fleet.results(task, "--limit", name)[name]
    assert refused["failed"] and "force" in refused["msg"] and fleet.sh(name, "cat /home/anna/n.md") == "evidence\n"


def test_a_full_disk_costs_one_sentence_and_no_file(fleet: Fleet) -> None:
    name = fleet.names[0]
    fleet.sh(name, "echo kept > /small/old.md")
    task = [
        {
            "decnet.realism.decoy_plant_file": {
                **NOTE,
                "path": "/small/n.md",
                "content": "x" * 200_000,
                "transport": "shell",
            }
        }
    ]
    result = fleet.results(task, "--limit", name)[name]
    assert result["failed"] and "\n" not in result["msg"] and "/small/n.md" in result["msg"] and name in result["msg"]
    assert fleet.sh(name, "ls -A /small; cat /small/old.md").split() == ["old.md", "kept"]
    with sqlite3.connect(fleet.ledger) as connection:
        assert connection.execute("select count(*) from synthetic_files").fetchone() == (0,)
        assert connection.execute("select action, success, status from events").fetchall() == [
            ("file:create", 0, "failed")
        ]
