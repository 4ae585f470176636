# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands in README and docs/.

Each runs a playbook that exists, with an inventory where it acts on the fleet.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

TOP = Path(__file__).resolve().parents[2]
PAGES = (TOP / "README.md", *sorted((TOP / "docs").glob("*.md")))
COMMANDS = [
    pytest.param(line, id=f"{page.name}-{line.split('decnet.realism.')[1].split()[0]}-{number}")
    for page in PAGES
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1)
    if re.match(r" *ansible-playbook .*decnet\.realism\.", line)
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_names_a_playbook_and_the_inventory_that_it_needs(command: str) -> None:
    """Without an inventory Ansible skips a play on the fleet and exits with 0."""
    [name] = re.findall(r" decnet\.realism\.(\w+)", command)
    [play] = yaml.safe_load((TOP / "playbooks" / f"{name}.yml").read_text(encoding="utf-8"))
    assert play["hosts"] == "localhost" or " -i " in command


def test_there_are_commands() -> None:
    assert len(COMMANDS) > 10
