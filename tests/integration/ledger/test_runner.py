# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook as AWX runs it: ansible-runner, an inventory script, slices, and the ledger in PostgreSQL.

The private directory and the home are discarded after each job.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger

from .conftest import ROOT

BIN = Path(sys.executable).parent
PEOPLE = [{"name": "Anna Berg", "email": "anna@corp.example", "login": "anna"}]
#: The read-only directory of a job's project in AWX, as a project update leaves it.
PROJECT_PARTS = ("plugins", "roles", "playbooks", "meta", "galaxy.yml")


@pytest.fixture
def deckies(tmp_path: Path) -> dict[str, dict[str, Any]]:
    hosts = {}
    for number in range(6):
        home = tmp_path / f"decky-{number}/home/anna"
        home.mkdir(parents=True)
        os.chown(home, 1000, 1000)
        (tmp_path / f"decky-{number}/etc").mkdir()
        (tmp_path / f"decky-{number}/etc/passwd").write_text("anna:x:1000:1000::/home/anna:/bin/bash\n")
        hosts[f"decky-{number}"] = {"decoy_rootfs": str(tmp_path / f"decky-{number}")}
    return hosts


def job(
    folder: Path, hosts: dict[str, dict[str, Any]], fleet: list[str], ledger: str, now: str
) -> subprocess.Popen[str]:
    """Starts one job in a new private directory."""
    collection = folder / "project/collections/ansible_collections/decnet/realism"
    collection.mkdir(parents=True)
    for part in PROJECT_PARTS:
        (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, collection / part)
    (folder / "project/age.yml").write_text("- import_playbook: decnet.realism.age_fleet\n")
    listing = {
        "deckies": {"hosts": list(hosts)},
        "_meta": {"hostvars": {name: {**known, "ansible_connection": "local"} for name, known in hosts.items()}},
    }
    script = folder / "inventory/hosts"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\nprint({json.dumps(json.dumps(listing))})\n")
    script.chmod(0o700)
    (folder / "env").mkdir()
    extra = {
        "decoy_ledger": ledger,
        "decoy_seed": "runner",
        "decoy_now": now,
        "decoy_personas": PEOPLE,
        "decoy_rate": 4,
        "decoy_fleet": fleet,
        "decoy_bus": [],
    }
    (folder / "env/extravars").write_text(yaml.safe_dump(extra))
    home = folder / "home"
    home.mkdir()
    for path in (folder / "project").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    environment = {
        "HOME": str(home),
        "PATH": f"{BIN}:/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "ANSIBLE_COLLECTIONS_PATH": str(folder / "project/collections"),
    }
    command = [str(BIN / "ansible-runner"), "run", str(folder), "-p", "age.yml", "--ident", "job"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finished(running: subprocess.Popen[str]) -> str:
    said = running.communicate(timeout=900)[0]
    assert running.returncode == 0, said
    assert "open-sesame" not in said
    return said


def activity_times(location: str) -> Counter[tuple[str, str]]:
    with open_ledger(location) as ledger:
        return Counter(
            (str(event.dst_decky), str(event.activity_time))
            for event in ledger.list_events()
            if event.activity_time and event.status == "done"
        )


def test_a_second_job_in_a_fresh_container_knows_what_the_first_did(
    tmp_path: Path, deckies: dict[str, dict[str, Any]], location: str
) -> None:
    first = finished(job(tmp_path / "one", deckies, list(deckies), location, "2026-03-03T18:00:00Z"))
    assert "6 of 6 deckies are aged" in first and "changed=1" in first
    done = activity_times(location)
    shutil.rmtree(tmp_path / "one")
    again = finished(job(tmp_path / "two", deckies, list(deckies), location, "2026-03-03T18:00:00Z"))
    assert "changed=1" not in again and activity_times(location) == done
    finished(job(tmp_path / "three", deckies, list(deckies), location, "2026-03-04T18:00:00Z"))
    later = activity_times(location)
    assert set(done) < set(later) and set(later.values()) == {1}


def test_slices_at_the_same_time_do_what_one_job_would(
    tmp_path: Path, deckies: dict[str, dict[str, Any]], location: str, server: Any
) -> None:
    names = list(deckies)
    halves = [{name: deckies[name] for name in names[:3]}, {name: deckies[name] for name in names[3:]}]
    running = [
        job(tmp_path / f"slice-{index}", half, names, location, "2026-03-03T18:00:00Z")
        for index, half in enumerate(halves)
    ]
    assert all("3 of 3 deckies are aged" in finished(each) for each in running)
    sliced = {
        path.relative_to(tmp_path): path.read_text()
        for name in names
        for path in (tmp_path / name / "home/anna").rglob("*")
        if path.is_file()
    }
    for name in names:
        for path in sorted((tmp_path / name / "home/anna").rglob("*"), reverse=True):
            (path.rmdir if path.is_dir() else path.unlink)()
    whole = server.fresh()
    finished(job(tmp_path / "whole", deckies, names, whole, "2026-03-03T18:00:00Z"))
    assert activity_times(whole) == activity_times(location) and set(activity_times(location).values()) == {1}
    alone = {
        path.relative_to(tmp_path): path.read_text()
        for name in names
        for path in (tmp_path / name / "home/anna").rglob("*")
        if path.is_file()
    }
    assert sliced == alone and len(alone) > 6
