# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page about the design shows the flow that the code has, and names the rooms that there are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from unit.test_architecture import CONTROLLER_ROOMS, ENGINE_ROOMS

TOP = Path(__file__).resolve().parents[2]
PAGE = TOP / "docs" / "design.md"


def test_the_picture_is_the_flow_of_a_tick() -> None:
    """After a change of the flow: `tools/docs/flow.py --write`."""
    made = subprocess.run(
        [sys.executable, str(TOP / "tools" / "docs" / "flow.py")], check=True, capture_output=True, text=True
    ).stdout
    assert made.strip() in PAGE.read_text(encoding="utf-8")


def test_every_room_is_named() -> None:
    page = PAGE.read_text(encoding="utf-8")
    files = {"atomic_file", "registry"}
    assert [room for room in {*ENGINE_ROOMS, *CONTROLLER_ROOMS} - files if f"`{room}`" not in page] == []
