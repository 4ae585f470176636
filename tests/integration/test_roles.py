# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The roles ``age`` and ``mail`` on directories: both have the same options, summarise the run and publish it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

TOP = Path(__file__).resolve().parents[2]
#: The persona has an account and a home on every decky.
PERSONA = {"name": "Ana Ruiz", "email": "ana@corp.example", "login": "ana"}
OTHER = {"name": "Bo Lund", "email": "bo@corp.example", "login": "bo"}


def play(folder: Path, roles: list[str]) -> str:
    """The output of a play with those roles.

    Of its deckies, one has people, two have none, three are missing and four have an invalid persona.
    """
    kinds: dict[str, tuple[int, dict[str, Any]]] = {
        "busy": (1, {}),
        "quiet": (2, {"decoy_personas": [], "decoy_catch_up": 0.001}),
        "lost": (3, {}),
        "wrong": (4, {"decoy_personas": [{"name": "No Address"}]}),
    }
    hosts = {f"{kind}-{number}": values for kind, (count, values) in kinds.items() for number in range(count)}
    for name in hosts:
        if not name.startswith("lost"):
            root = folder / "roots" / name
            accounts = "".join(
                f"{each['login']}:x:{os.getuid()}:{os.getgid()}::/home/{each['login']}:/bin/sh\n"
                for each in (PERSONA, OTHER)
            )
            for each in (PERSONA, OTHER):
                (root / "home" / each["login"]).mkdir(parents=True)
            (root / "etc").mkdir()
            (root / "etc" / "passwd").write_text(accounts, encoding="utf-8")
    variables = {
        "ansible_connection": "local",
        "decoy_rootfs": f"{folder}/roots/{{{{ inventory_hostname }}}}",
        "decoy_ledger": str(folder / "ledger.db"),
        "decoy_services": ["imap"],
        "decoy_personas": [PERSONA, OTHER],
        "decoy_catch_up": 96,
        "decoy_now": "2026-03-05T18:00:07+00:00",
        "decoy_seed": "roles",
    }
    (folder / "hosts.yml").write_text(yaml.safe_dump({"deckies": {"hosts": hosts, "vars": variables}}))
    named = [{"role": f"decnet.realism.{role}"} for role in roles]
    (folder / "play.yml").write_text(yaml.safe_dump([{"hosts": "deckies", "gather_facts": False, "roles": named}]))
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "hosts.yml", "play.yml"],
        cwd=folder,
        env={**os.environ, "ANSIBLE_CONFIG": str(TOP / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1", "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0, "the exit status reports a lost decky"
    return done.stdout + done.stderr


def heartbeats(folder: Path) -> list[dict[str, Any]]:
    events = [json.loads(line) for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    return [event["data"] for event in events if event["topic"] == "system.orchestrator.health"]


@pytest.mark.parametrize(
    ("roles", "sums"),
    [(["mail", "age"], ["have their mail", "are aged"]), (["age", "mail"], ["are aged", "have their mail"])],
)
def test_a_role_sums_up_and_publishes_its_own_run(tmp_path: Path, roles: list[str], sums: list[str]) -> None:
    said = play(tmp_path, roles)
    found = [line.partition('"msg": "')[2].rstrip('"') for line in said.splitlines() if " of 10 deckies " in line]
    lost = "lost-0, lost-1, lost-2, wrong-0, wrong-1, wrong-2, wrong-3"
    assert found == [f"3 of 10 deckies {each}; no answer, or a failure, from {lost}" for each in sums], said
    first, _second = heartbeats(tmp_path)
    assert [first[name] for name in ("aged", "quiet", "unreachable", "failed")] == [1, 2, 3, 4], said


def test_both_roles_have_the_same_options() -> None:
    """Argument specs cannot include one another, so each role documents all of its options."""
    age, mail = (
        yaml.safe_load((TOP / "roles" / name / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))
        for name in ("age", "mail")
    )
    assert age["argument_specs"]["main"]["options"] == mail["argument_specs"]["main"]["options"]
