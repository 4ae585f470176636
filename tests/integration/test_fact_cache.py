# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible's fact cache in the ledger, with runs of ansible-playbook."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger

ROOT = Path(__file__).resolve().parents[2]
GATHER = {"ansible.builtin.setup": {"gather_subset": ["!all", "min"]}}
TELL = {
    "ansible.builtin.debug": {
        "msg": "knows {{ ansible_facts.hostname | default('nothing') }} {{ ansible_facts.odd | default('') }}"
    }
}


def play(folder: Path, location: str, *tasks: Mapping[str, object], **environment: str) -> tuple[int, str]:
    playbook = folder / "play.yml"
    playbook.write_text(
        yaml.safe_dump([{"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": list(tasks)}])
    )
    settings = {
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        "ANSIBLE_CACHE_PLUGIN": "decnet.realism.sqlite",
        "ANSIBLE_CACHE_PLUGIN_CONNECTION": location,
        "ANSIBLE_NOCOLOR": "1",
        "HOME": str(folder),
        **environment,
    }
    command = [
        str(Path(sys.executable).with_name("ansible-playbook")),
        "-i",
        "localhost,",
        "-e",
        f"ansible_python_interpreter={sys.executable}",
        str(playbook),
    ]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, timeout=900, check=False
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


def test_a_second_run_knows_what_the_first_gathered(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger.db")
    odd = {"ansible.builtin.set_fact": {"odd": "{{ '{{ 1 + 1 }}' }} ünï", "cacheable": True}}
    assert "knows nothing" in play(tmp_path, path, TELL)[1]
    assert play(tmp_path, path, GATHER, odd)[0] == 0
    status, said = play(tmp_path, path, TELL)
    assert status == 0 and "knows nothing" not in said and "knows " in said
    # The file is that of the ledger, and the ledger still works.
    assert open_ledger(path).list_synthetic_files() == [] and Path(path).stat().st_mode & 0o077 == 0


def test_facts_are_used_until_they_expire(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger.db")
    play(tmp_path, path, GATHER)
    with sqlite3.connect(path) as connection:
        connection.execute("update fact_cache set stored_at = stored_at - 100000000")
    assert "knows nothing" in play(tmp_path, path, TELL, ANSIBLE_CACHE_PLUGIN_TIMEOUT="90")[1]
    assert "knows nothing" not in play(tmp_path, path, TELL, ANSIBLE_CACHE_PLUGIN_TIMEOUT="0")[1]


def test_facts_can_be_cleared(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger.db")
    play(tmp_path, path, GATHER)
    assert "knows nothing" in play(tmp_path, path, {"ansible.builtin.meta": "clear_facts"}, TELL)[1]
    assert "knows nothing" in play(tmp_path, path, TELL)[1]


@pytest.mark.parametrize("make", ["text", "directory"])
def test_a_cache_that_cannot_be_opened_stops_the_run(tmp_path: Path, make: str) -> None:
    """Fails if Ansible falls back to the memory cache: the operator would believe that facts are stored."""
    path = tmp_path / "ledger.db"
    if make == "text":
        path.write_text("my shopping list\n")
    elif make == "directory":
        path.mkdir()
    status, said = play(tmp_path, str(path), GATHER, TELL)
    assert status != 0 and "the fact cache cannot be used" in said and "knows" not in said
