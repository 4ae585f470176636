# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of the role `schedule` against the AWX of the tests."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from .awx_server import PASSWORD, TOKEN, Awx

ROOT = Path(__file__).resolve().parents[3]
GIT = "https://git.corp.example/decoys.git"
LEDGER = "postgresql://decoys:s3cr3t-of-the-ledger@db.corp.example/ledger"
PLAYBOOKS = ["playbooks/age_fleet.yml", "playbooks/drip_mail.yml", "playbooks/report_fleet.yml", "playbooks/status.yml"]
ALL_OF_IT = {
    "organizations": ["corp"],
    "projects": ["corp"],
    "inventories": ["corp"],
    "inventory_sources": ["corp"],
    "credential_types": ["corp ledger"],
    "credentials": ["corp ledger"],
    "execution_environments": ["corp"],
    "job_templates": ["corp age", "corp mail", "corp report"],
    "schedules": ["corp age", "corp mail", "corp report"],
}


def settings(awx: Awx, **more: Any) -> dict[str, Any]:
    return {
        "decoy_scheduler": "awx",
        "decoy_schedule_seed": "tests",
        "decoy_schedule_name": "corp",
        "decoy_awx_host": awx.url,
        "decoy_awx_token": TOKEN,
        "decoy_ledger": LEDGER,
        "decoy_awx_project_url": GIT,
        "decoy_awx_image": "quay.corp.example/decoys:1",
        "decoy_awx_inventory_path": "hosts.yml",
        "decoy_schedule_report_path": "/var/lib/decoys/report.html",
        "decoy_awx_timezone": "Europe/Berlin",
        "decoy_awx_wait": 300,
    } | more


def play(variables: dict[str, Any], *arguments: str, succeeds: bool = True) -> str:
    """Runs the playbook; returns its output, at a verbosity that shows every argument."""
    environment = {
        **os.environ,
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_PIPELINING": "1",
    }
    with NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(variables, file)
        file.flush()
        command = [
            str(Path(sys.executable).with_name("ansible-playbook")),
            "-i",
            "localhost,",
            "-vvv",
            "decnet.realism.schedule",
            "-e",
            f"@{file.name}",
        ]
        done = subprocess.run(
            [*command, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False
        )
    said = done.stdout + done.stderr
    assert (done.returncode == 0) == succeeds, said
    assert "s3cr3t" not in said and TOKEN not in said and PASSWORD not in said
    assert "Traceback" not in said
    return said


def changed(said: str) -> int:
    recap = re.search(r"changed=(\d+)", said)
    assert recap, said
    return int(recap[1])


def the_object(awx: Awx, kind: str, name: str) -> dict[str, Any]:
    (found,) = [thing for thing in awx.objects(kind) if thing["name"] == name]
    return found
