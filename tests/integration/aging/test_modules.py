# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules on deckies that run sshd: every documented example, and SSH probes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import yaml

from ..conditions import wait_until
from .conftest import ROOT, Fleet

#: The modules in the order of their dependencies: a file is planted before it is edited.
MODULES = ("decoy_facts", "decoy_plant_file", "decoy_edit_file", "decoy_ssh_banner_probe", "decoy_tick")


def examples(module: str) -> list[dict[str, object]]:
    """The tasks of a module's EXAMPLES."""
    source = (ROOT / "plugins/modules" / f"{module}.py").read_text()
    text = source.partition('EXAMPLES = r"""')[2].partition('"""')[0]
    tasks: list[dict[str, object]] = yaml.safe_load(text)
    return tasks


def test_every_module_is_documented_and_in_the_action_group() -> None:
    group = yaml.safe_load((ROOT / "meta/runtime.yml").read_text())["action_groups"]["decoy"]
    actions = sorted(path.stem for path in Path(ROOT / "plugins/action").glob("decoy_*.py"))
    modules = {path.stem: path.read_text() for path in Path(ROOT / "plugins/modules").glob("decoy_*.py")}
    # A module that acts only on the controller has none of the options of deckies.
    assert actions == sorted(modules) and sorted(group) == sorted(
        name for name, text in modules.items() if "attributes.on_controller" not in text
    )


@pytest.mark.parametrize("module", MODULES)
def test_examples_run(ssh_fleet: Fleet, module: str) -> None:
    answer = ssh_fleet.play(examples(module), "-vv", decoy_now="2026-11-17T14:30:11Z")
    problems = [
        host
        for task in answer["plays"][0]["tasks"]
        for host in task["hosts"].values()
        if host.get("failed") or host.get("unreachable")
    ]
    assert not [(problem["msg"], problem) for problem in problems] and answer["rc"] == 0


def test_a_greeting_is_real_traffic_and_one_event(ssh_fleet: Fleet) -> None:
    def heard() -> int:
        return ssh_fleet.sh("build-01", "cat /var/log/auth.log").count("[preauth]")

    before = heard()
    result = ssh_fleet.results([{"decnet.realism.decoy_ssh_banner_probe": {"peer": "build-01"}}], "--limit", "web-01")[
        "web-01"
    ]
    assert result["banner"].startswith("SSH-2.0-OpenSSH") and result["via"] == "ssh-keyscan" and result["changed"]
    wait_until(lambda: heard() > before, "the peer's log shows the probe")
    with sqlite3.connect(ssh_fleet.ledger) as connection:
        topic, kind, status = connection.execute(
            "select topic, kind, status from events where action = 'traffic:ssh_banner' order by ts desc"
        ).fetchone()
    assert (topic, kind, status) == ("orchestrator.activity.web-01", "traffic", "done")


def test_alone_is_quiet_and_a_silent_peer_is_named(ssh_fleet: Fleet) -> None:
    probe: list[dict[str, object]] = [{"decnet.realism.decoy_ssh_banner_probe": {}}]
    alone = ssh_fleet.results(probe, "--limit", "web-01", decoy_services=["http"])["web-01"]
    assert "fewer than two" in alone.get("quiet", ""), alone
    silent = ssh_fleet.results(
        [{"decnet.realism.decoy_ssh_banner_probe": {"peer": "build-01", "port": 23}}], "--limit", "web-01"
    )["web-01"]
    assert silent["failed"] and "build-01" in silent["msg"] and "\n" not in silent["msg"]


def test_the_action_group_sets_defaults_for_all_modules(ssh_fleet: Fleet, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    task = [
        {
            "decnet.realism.decoy_facts": {"refresh": True},
            "module_defaults": {"group/decnet.realism.decoy": {"ledger": str(other)}},
        }
    ]
    assert ssh_fleet.play(task)["rc"] == 0 and other.exists()
