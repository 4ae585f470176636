# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two controllers with one fleet and one PostgreSQL: a small run of tools/bench/many_controllers.py."""

from __future__ import annotations

import os
import subprocess
import sys

from .conftest import ROOT


def test_two_controllers_do_everything_once(location: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".collections")}
    command = [
        sys.executable,
        str(ROOT / "tools/bench/many_controllers.py"),
        location,
        "--deckies",
        "12",
        "--ticks",
        "2",
        "--forks",
        "4",
    ]
    finished = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "0 twice, 0 missed" in finished.stdout and not finished.stdout.startswith("0 actions")
