# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two containers with accounts, and plays of the real ansible-playbook against them."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ..conditions import wait_until

ROOT = Path(__file__).resolve().parents[3]
IMAGE = "debian:bookworm-slim"
PERSONAS = [
    {
        "name": "Anna Berg",
        "email": "anna.berg@corp.example",
        "login": "anna",
        "role": "systems administrator",
        "timezone": "Europe/Berlin",
    },
    {
        "name": "Omar Said",
        "email": "omar.said@corp.example",
        "login": "omar",
        "role": "accountant",
        "timezone": "Europe/London",
    },
    {"name": "Nobody Here", "email": "nobody@corp.example", "login": "ghost", "role": "developer"},
]


class Fleet:
    """Containers, an inventory of them, and a ledger that starts empty."""

    def __init__(self, folder: Path, hosts: dict[str, dict[str, Any]]) -> None:
        self.folder, self.hosts, self.names, self.ledger = folder, hosts, list(hosts), folder / "ledger.db"
        self.variables: dict[str, Any] = {
            "ansible_connection": "community.docker.docker",
            "decoy_ledger": str(self.ledger),
            "decoy_personas": PERSONAS,
            "decoy_seed": "tests",
        }

    def play(self, tasks: list[dict[str, Any]], *arguments: str, **variables: Any) -> dict[str, Any]:
        """Runs tasks on the fleet; returns the output of the json callback, with the exit status as ``rc``."""
        inventory, playbook = self.folder / "hosts.yml", self.folder / "play.yml"
        inventory.write_text(
            yaml.safe_dump({"deckies": {"hosts": self.hosts, "vars": {**self.variables, **variables}}})
        )
        playbook.write_text(yaml.safe_dump([{"hosts": "deckies", "gather_facts": False, "tasks": tasks}]))
        environment = {
            **os.environ,
            "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
            "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        }
        tool = Path(sys.executable).with_name("ansible-playbook")
        done = subprocess.run(
            [str(tool), "-i", str(inventory), str(playbook), *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        assert "{" in done.stdout, done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        return {**json.loads(done.stdout[done.stdout.index("{") :]), "rc": done.returncode}

    def results(self, tasks: list[dict[str, Any]], *arguments: str, **variables: Any) -> dict[str, dict[str, Any]]:
        """The result of the last task, by host."""
        hosts: dict[str, dict[str, Any]] = self.play(tasks, *arguments, **variables)["plays"][0]["tasks"][-1]["hosts"]
        return hosts

    def sh(self, name: str, script: str) -> str:
        """The output of a shell script in a decky."""
        container = self.hosts[name]["ansible_host"]
        return subprocess.run(
            ["docker", "exec", container, "sh", "-c", script], check=True, capture_output=True, text=True
        ).stdout


#: The command of a visitor's terminal, and a script that finds it without pgrep.
VISIT = ["sleep", "36000"]
VISITS = (
    f"for p in /proc/[0-9]*; do [ \"$(tr '\\0' ' ' < $p/cmdline)\" != '{' '.join(VISIT)} ' ] || "
    "echo ${p#/proc/}; done 2>/dev/null"
)


@contextlib.contextmanager
def visit(fleet: Fleet, name: str) -> Iterator[None]:
    """Keeps a visitor at a terminal of the decky during the context."""
    terminal = ["docker", "exec", "-t", fleet.hosts[name]["ansible_host"], *VISIT]
    with subprocess.Popen(terminal, stdout=subprocess.DEVNULL) as visitor:
        try:
            wait_until(lambda: fleet.sh(name, VISITS), f"a visitor is on {name}")
            yield
        finally:
            # The end of the client does not end its processes in the container.
            end_visits(fleet, name)
            visitor.wait()


def end_visits(fleet: Fleet, name: str) -> None:
    """Ends the processes that visitors left."""
    fleet.sh(name, f"for p in $({VISITS}); do kill $p; done 2>/dev/null; true")
    wait_until(lambda: not fleet.sh(name, VISITS), f"no visitor is on {name}")


def wait_for_ports(container: str, ports: set[int]) -> None:
    """Waits until all of the TCP ports are open. It connects to none of them, so no log shows it."""
    command = ["docker", "exec", container, "ss", "-Hltn"]

    def listening() -> set[int]:
        sockets = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        return {int(line.split()[3].rpartition(":")[2]) for line in sockets}

    wait_until(lambda: ports <= listening(), f"{container} listens on {sorted(ports)}")


@pytest.fixture(scope="session")
def containers() -> Iterator[dict[str, dict[str, Any]]]:
    """Two running containers of plain Debian.

    Their inventory names are fixed, because the actions on a decky depend on its name.
    """
    hosts = {alias: {"ansible_host": f"decoy-{alias}-{os.getpid()}"} for alias in ("web-01", "files-01")}
    for alias, variables in hosts.items():
        run = [
            "docker",
            "run",
            "-d",
            "--init",
            "--name",
            variables["ansible_host"],
            "--hostname",
            alias,
            "--network",
            "none",
        ]
        run += ["--tmpfs", "/small:size=64k,mode=1777"]
        subprocess.run([*run, IMAGE, "sleep", "infinity"], check=True, capture_output=True)
    yield hosts
    subprocess.run(
        ["docker", "rm", "-f", *(variables["ansible_host"] for variables in hosts.values())],
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="session")
def ssh_fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """The deckies web-01 and build-01 of the decky image. Their sshds reach each other on a private network."""
    image = subprocess.run(
        [str(ROOT / "tools/decky/build")], check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    network, names = f"decoy-net-{os.getpid()}", [f"decoy-ssh-{os.getpid()}-{number}" for number in (1, 2)]
    subprocess.run(["docker", "network", "create", "--internal", network], check=True, capture_output=True)
    hosts: dict[str, dict[str, Any]] = {}
    try:
        for alias, name in zip(("web-01", "build-01"), names, strict=True):
            run = [
                "docker",
                "run",
                "-d",
                "--name",
                name,
                "--hostname",
                alias,
                "--network",
                network,
                "--cap-add",
                "SYS_BOOT",
                image,
            ]
            subprocess.run(run, check=True, capture_output=True)
            script = "for u in anna omar; do useradd -m -s /bin/bash $u; done"
            subprocess.run(["docker", "exec", name, "sh", "-c", script], check=True, capture_output=True)
            wait_for_ports(name, {22})
            hosts[alias] = {"ansible_host": name, "decoy_address": name}
        yield Fleet(tmp_path_factory.mktemp("ssh"), hosts)
    finally:
        subprocess.run(["docker", "rm", "-f", *names], check=False, capture_output=True)
        subprocess.run(["docker", "network", "rm", network], check=False, capture_output=True)


@pytest.fixture
def fleet(containers: dict[str, dict[str, Any]], tmp_path: Path) -> Fleet:
    """The containers with fresh homes."""
    made = Fleet(tmp_path, dict(containers))
    for name in made.names:
        end_visits(made, name)
        made.sh(
            name, "for u in anna omar; do userdel -r $u 2>/dev/null; useradd -m -s /bin/bash $u; done; rm -rf /tmp/*"
        )
    return made
