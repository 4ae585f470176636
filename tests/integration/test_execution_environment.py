# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The execution environment that ansible-builder builds for the collection, and the playbook ``status``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def run(*command: str, cwd: Path) -> str:
    # Without the settings of the clone, because the tests are about the built collection.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "PYTHONPATH"))}
    environment = {**kept, "PATH": f"{BIN}:{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_builder_finds_what_the_collection_needs(tmp_path: Path) -> None:
    """Fails if a requirement of the controller is missing in the execution environment."""
    run(str(BIN / "ansible-galaxy"), "collection", "build", str(ROOT), "--output-path", str(tmp_path), cwd=tmp_path)
    (built,) = tmp_path.glob("*.tar.gz")
    run(
        str(BIN / "ansible-galaxy"),
        "collection",
        "install",
        "--offline",
        "-p",
        str(tmp_path / "here"),
        str(built),
        cwd=tmp_path,
    )
    found = yaml.safe_load(
        run(str(BIN / "ansible-builder"), "introspect", str(tmp_path / "here"), cwd=tmp_path).partition("---")[2]
    )
    python = {line.partition("#")[0].strip() for line in found["python"]}
    needed = {
        line.strip()
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if line.strip() and not line.startswith("#")
    }
    assert needed <= python and any(line.startswith("psycopg") for line in python)
    assert any("openssh" in line for line in found["system"])


def test_the_builder_creates_a_context(tmp_path: Path) -> None:
    shutil.copy(ROOT / "execution-environment.yml", tmp_path)
    (tmp_path / "decnet-realism-0.0.0.tar.gz").write_bytes(b"x")
    run(str(BIN / "ansible-builder"), "create", "-f", "execution-environment.yml", "-c", "context", cwd=tmp_path)
    # The name of the file depends on the container engine.
    [containerfile] = [
        path.read_text() for name in ("Containerfile", "Dockerfile") if (path := tmp_path / "context" / name).exists()
    ]
    assert "ansible-galaxy collection install" in containerfile and (tmp_path / "context/_build/collections").exists()


def test_the_status_is_ten_lines(tmp_path: Path) -> None:
    (tmp_path / "root/etc").mkdir(parents=True)
    (tmp_path / "root/etc/passwd").write_text("anna:x:1000:1000::/home/anna:/bin/bash\n")
    (tmp_path / "root/home/anna").mkdir(parents=True)
    os.chown(tmp_path / "root/home/anna", 1000, 1000)
    people = [{"name": "Anna Berg", "email": "anna@corp.example", "login": "anna"}]
    variables = {
        "decoy_ledger": str(tmp_path / "l.db"),
        "decoy_personas": people,
        "decoy_rate": 4,
        "decoy_seed": "s",
        "ansible_connection": "local",
    }
    hosts = {"d1": {"decoy_rootfs": str(tmp_path / "root")}, "never": {"decoy_rootfs": str(tmp_path / "root")}}
    (tmp_path / "hosts.yml").write_text(yaml.safe_dump({"deckies": {"hosts": hosts, "vars": variables}}))

    def play(name: str, *arguments: str) -> str:
        command = [
            str(BIN / "ansible-playbook"),
            "-i",
            str(tmp_path / "hosts.yml"),
            str(ROOT / f"playbooks/{name}.yml"),
            *arguments,
        ]
        environment = {**os.environ, "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1"}
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False
        ).stdout

    assert "there is no ledger" in play("status")
    play("age_fleet", "--limit", "d1", "-e", "decoy_now=2026-03-03T18:00:00Z")
    said = play("status", "-e", "decoy_now=2026-03-03T18:30:00Z")
    lines = [line.strip().strip('",') for line in said.splitlines() if line.startswith('        "')]
    assert (
        len(lines) == 10
        and lines[0].split(None, 1) == ["deckies", "1 aged, 1 never: never"]
        and "30 min ago" in lines[1]
    )
    assert " file:create" in lines[5] and str(tmp_path) in lines[9]
