# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tick as an operator runs it, verified inside the decky."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

import pytest

from .conftest import Fleet, visit

TICK: list[dict[str, Any]] = [{"decnet.realism.decoy_tick": {"weights": {"traffic_share": 0}}}]
DAYS = ["2026-11-16T18:30:11Z", "2026-11-17T18:30:11Z", "2026-11-18T18:30:11Z", "2026-11-19T18:30:11Z"]


@pytest.fixture
def aged(fleet: Fleet) -> Fleet:
    """The fleet after four simulated days."""
    for day in DAYS:
        assert fleet.play(TICK, decoy_now=day, decoy_rate=2)["rc"] == 0
    return fleet


def rows(fleet: Fleet, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query on the ledger."""
    with sqlite3.connect(fleet.ledger) as connection:
        return connection.execute(query).fetchall()


def test_homes_hold_files_of_their_owners(aged: Fleet) -> None:
    listing = "".join(
        aged.sh(name, "find /home -type f -newermt 2026-11-15 ! -name '.*' -printf '%u %m %T@ %p\\n'")
        for name in aged.names
    )
    found = [line.split(" ", 3) for line in listing.splitlines()]
    assert len(found) >= 4
    for owner, mode, mtime, path in found:
        assert path.startswith(f"/home/{owner}/"), path
        assert mode in ("644", "664", "600", "755", "775", "700")
        assert 1794700800 < float(mtime) < 1795113011 and not re.search(r"\.0+$", mtime)
    assert "ghost" not in listing
    assert not re.search(
        "ansible|python|decnet",
        "".join(aged.sh(name, "find / -xdev -newer /etc/passwd -type d 2>/dev/null") for name in aged.names),
    )


def test_the_ledger_matches_every_file(aged: Fleet) -> None:
    known = rows(aged, "select decky, path, content_hash from synthetic_files where state = 'present'")
    assert known
    for decky, path, digest in known:
        assert aged.sh(decky, f"sha256sum '{path}'").split()[0] == digest
    assert rows(aged, "select count(*) from events where status = 'pending'") == [(0,)]
    assert rows(aged, "select count(*) from events where action = 'file:edit' and success")[0][0] > 0


def test_the_same_instant_again_changes_nothing(aged: Fleet) -> None:
    before = {name: stamps(aged, name) for name in aged.names}
    again = aged.results(TICK, decoy_now=DAYS[-1], decoy_rate=2)
    assert not any(result["changed"] for result in again.values())
    assert [line for name in aged.names for line in sorted(before[name] ^ stamps(aged, name))] == []


def stamps(fleet: Fleet, name: str) -> set[str]:
    """Path, mtime and ctime of every file of the decky, except three files that the engine mounts into it."""
    engines = "! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf"
    for _look in range(3):
        said = fleet.sh(
            name, f"find / -xdev -type f -newermt 2026-11-15 {engines} -printf '%p %T@ %C@\\n'; echo end of list"
        ).splitlines()
        # An engine under load may lose the end of the output of a command.
        if said[-1:] == ["end of list"]:
            break
    return set(said)


def test_check_mode_predicts_and_changes_nothing(fleet: Fleet) -> None:
    predicted = fleet.results(TICK, "--check", "--diff", decoy_now=DAYS[1], decoy_rate=2)
    assert not fleet.ledger.exists()
    assert any(result["changed"] for result in predicted.values())
    assert not fleet.sh(fleet.names[0], "find /home -type f ! -name '.*'")
    done = fleet.results(TICK, "--diff", decoy_now=DAYS[1], decoy_rate=2)
    for name in fleet.names:
        assert [action["path"] for action in predicted[name]["actions"]] == [
            action["path"] for action in done[name]["actions"]
        ]
        assert predicted[name]["diff"] == done[name]["diff"]


def test_what_an_intruder_changed_is_evidence(aged: Fleet) -> None:
    decky, path = rows(
        aged, "select decky, path from synthetic_files where content_class = 'todo' or content_class = 'note' limit 1"
    )[0]
    aged.sh(decky, f"echo '- [ ] I was here' >> '{path}'")
    task = [{"decnet.realism.decoy_edit_file": {"path": path}}]
    result = aged.results(task, "--limit", decky, decoy_now="2026-11-20T12:00:00Z")[decky]
    assert not result["changed"] and result["evidence"][0]["state"] == "tampered"
    assert "I was here" in aged.sh(decky, f"cat '{path}'")
    assert rows(aged, f"select state from synthetic_files where path = '{path}' and decky = '{decky}'") == [
        ("tampered",)
    ]


def test_nothing_appears_while_somebody_is_there(fleet: Fleet) -> None:
    name = fleet.names[0]
    with visit(fleet, name):
        fleet.results([{"decnet.realism.decoy_facts": {}}], decoy_now=DAYS[1])
        result = fleet.results(TICK, "--limit", name, decoy_now=DAYS[1], decoy_rate=5)[name]
    assert not result["changed"] and "somebody is on the decky" in result["quiet"]


def test_a_container_that_is_gone_does_not_stop_the_others(fleet: Fleet) -> None:
    fleet.hosts["no-such-container"] = {}
    answer = fleet.play(TICK, decoy_now=DAYS[1])
    assert answer["rc"] == 4
    assert answer["stats"]["no-such-container"]["unreachable"] == 1
    assert all(answer["stats"][name]["ok"] == 1 for name in fleet.names)
    gone = answer["plays"][0]["tasks"][0]["hosts"]["no-such-container"]
    assert "no-such-container" in gone["msg"] and "ansible_host" in gone["msg"]


def test_the_intents_of_a_crashed_tick_are_recovered(fleet: Fleet) -> None:
    """Two intents have no outcome: one action took place, the other did not."""
    name = fleet.names[0]
    for path in ("landed", "lost"):
        arguments = {
            "path": f"/home/anna/{path}.md",
            "content": f"{path}\n",
            "persona": "anna",
            "content_class": "note",
        }
        fleet.results([{"decnet.realism.decoy_plant_file": arguments}], "--limit", name, decoy_now=DAYS[0])
    fleet.sh(name, "rm /home/anna/lost.md")
    with sqlite3.connect(fleet.ledger) as connection:
        intent = "json_object('paths', json_array(payload ->> '$.path'), 'content_hash', payload ->> '$.content_hash')"
        connection.execute(
            f"update events set status = 'pending', success = 0, payload = json_set(payload, '$.recovery', {intent})"
        )
        connection.execute("delete from synthetic_files")
    quiet = [{"decnet.realism.decoy_tick": {"rate": 0}}]
    assert not fleet.results(quiet, "--limit", name, decoy_now=DAYS[1])[name]["changed"]
    recorded = rows(fleet, "select json_extract(payload, '$.path'), status, success from events order by 1")
    assert recorded == [("/home/anna/landed.md", "done", 1), ("/home/anna/lost.md", "failed", 0)]
    assert rows(fleet, "select path from synthetic_files") == [("/home/anna/landed.md",)]
