# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of the README in a new home: its commands, its inventory, and files on two deckies at the end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import yaml

TOP = Path(__file__).resolve().parents[2]
README = (TOP / "README.md").read_text(encoding="utf-8")
USE = README.partition("\n## Use it\n")[2].partition("\n## ")[0]
BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
#: The commands for Docker deckies. The deckies of this test are directories, so only these commands are not run.
DOCKER = ("ansible-galaxy collection install community.docker\n", "for name in shop-01 store-01; do\n    docker run ")


def blocks(text: str) -> list[tuple[str, str]]:
    """Each fenced block as (language, text), without its indentation."""
    return [(language, textwrap.dedent(body)) for _indent, language, body in BLOCK.findall(text)]


def inventory(home: Path) -> tuple[dict[str, object], list[Path]]:
    """The inventory of the README with directories for its containers and a frozen clock, and the directories."""
    [text] = [text for language, text in blocks(USE) if language == "yaml"]
    found = yaml.safe_load(text)
    [persona] = found["deckies"]["vars"]["decoy_personas"]
    roots = [home / "roots" / name for name in found["deckies"]["hosts"]]
    account = f"{persona['login']}:x:{os.getuid()}:{os.getgid()}::/home/{persona['login']}:/bin/bash\n"
    for root in roots:
        (root / "home" / persona["login"]).mkdir(parents=True)
        (root / "etc").mkdir()
        (root / "etc" / "passwd").write_text(f"root:x:0:0::/root:/bin/bash\n{account}", encoding="utf-8")
    found["deckies"]["vars"].update(
        ansible_connection="local",
        decoy_rootfs=f"{home}/roots/{{{{ inventory_hostname }}}}",
        decoy_now="2026-03-04T18:00:07+01:00",
        decoy_seed="readme",
    )
    return found, [root / "home" / persona["login"] for root in roots]


def test_the_first_commands_are_the_demo_and_the_tests() -> None:
    assert [text for _language, text in blocks(README)][:2] == ["make demo\n", "make test\n"]


def test_a_newcomer_gets_through_with_the_readme_alone(tmp_path: Path) -> None:
    """Every command of "Use it" except those of Docker, in one shell without Ansible or .venv on its path."""
    hosts, homes = inventory(tmp_path)
    (tmp_path / "decoys").mkdir()
    (tmp_path / "decoys" / "inventory.yml").write_text(yaml.safe_dump(hosts), encoding="utf-8")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(Path(sys.base_prefix) / "bin" / "python3")
    commands = [text for language, text in blocks(USE) if language == "" and not text.startswith(DOCKER)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "PYTHON", "VIRTUAL"))}
    done = subprocess.run(
        ["bash", "-eux", "-c", "".join(commands) + "command -v ansible-playbook\n"],
        cwd=TOP,
        env={**kept, "HOME": str(tmp_path), "PATH": f"{tmp_path}/bin:/usr/bin:/bin", "ANSIBLE_NOCOLOR": "1"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-4000:]
    assert done.stdout.splitlines()[-1] == f"{tmp_path}/decoys/bin/ansible-playbook"
    assert "2 of 2 deckies are aged" in said and "2 aged" in said and "+++ after: /home/" in said, said[-4000:]
    assert all(list(home.iterdir()) for home in homes), said[-4000:]
    assert (tmp_path / ".decnet" / "report.html").is_file()
