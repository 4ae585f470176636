# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook ``report_fleet`` on a ledger without deckies: the people of each decky."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import yaml
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import FileAction, Outcome
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 3, 20, 17, 30, tzinfo=timezone.utc)


def test_each_decky_has_the_people_of_its_inventory_else_those_of_the_pool_file(tmp_path: Path) -> None:
    """An empty list in the inventory means no personas; a missing list falls back to the pool file."""
    ledger, pool, page = tmp_path / "ledger.db", tmp_path / "people.json", tmp_path / "report.html"
    with open_ledger(str(ledger), seed="s") as opened:
        for decky, login in (("inventory-01", "ina"), ("nobody-01", "paula"), ("pool-01", "paula")):
            action = FileAction(
                decky=decky,
                moment=NOW,
                persona=login,
                activity_time=f"o-{decky}",
                path="/srv/a.txt",
                content_class=ContentClass.NOTE,
                body=b"a\n",
                uid=1000,
                gid=1000,
                mode=0o644,
            )
            [uuid] = opened.begin([action], NOW)
            outcome = Outcome(action=action, success=True, changed=True, body=b"a\n", content_hash="0" * 64)
            opened.record(decky, NOW, outcomes=[(uuid, outcome)], moments={"tick": NOW})
    pool.write_text(json.dumps([{"name": "Paula Pool", "email": "paula@corp.example"}]), encoding="utf-8")
    hosts = {
        "inventory-01": {"decoy_personas": [{"name": "Ina Inventory", "email": "ina@corp.example"}]},
        "nobody-01": {"decoy_personas": []},
        "pool-01": {},
    }
    variables = {"decoy_ledger": str(ledger), "decoy_personas_file": str(pool), "decoy_now": NOW.isoformat()}
    inventory = {"deckies": {"hosts": hosts, "vars": {**variables, "decoy_report_path": str(page)}}}
    (tmp_path / "hosts.yml").write_text(yaml.safe_dump(inventory), encoding="utf-8")
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("ansible-playbook")),
            "-i",
            str(tmp_path / "hosts.yml"),
            str(ROOT / "playbooks" / "report_fleet.yml"),
        ],
        cwd=tmp_path,
        env={**os.environ, "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    text = page.read_text(encoding="utf-8")
    assert text.count("<h3>ina") == 1 and text.count("<h3>paula") == 2
    assert (text.count("Ina Inventory"), text.count("Paula Pool")) == (1, 1)
