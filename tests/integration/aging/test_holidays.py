# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Public holidays reach the planner, and the ledger stores the years that a run needs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger

from .conftest import Fleet

TICK: list[dict[str, Any]] = [{"decnet.realism.decoy_tick": {"rate": 20, "weights": {"leave_alone": 0}}}]
#: A Friday that is a holiday in Germany and not in the United States.
LABOUR_DAY = "2026-05-01T20:00:00Z"


@pytest.fixture
def fleet(tmp_path: Path) -> Fleet:
    """A decky that is a directory, with the account of one persona."""
    root = tmp_path / "root"
    for folder in ("etc", "home/anna", "var/log", "tmp"):
        (root / folder).mkdir(parents=True)
    (root / "etc/passwd").write_text("anna:x:1000:1000::/home/anna:/bin/bash\n", encoding="utf-8")
    return Fleet(tmp_path, {"web-01": {"decoy_rootfs": str(root), "ansible_connection": "local"}})


def people(result: dict[str, Any]) -> list[str]:
    """The personas of the actions of a run."""
    return [action["persona"] for action in result["actions"] if action["persona"]]


def test_a_persona_rests_on_the_holidays_of_its_own_country(fleet: Fleet) -> None:
    # With this seed she would be at work on that day.
    variables = {"decoy_now": LABOUR_DAY, "decoy_catch_up": 14, "decoy_seed": "holidays"}
    anna = {"name": "Anna Berg", "email": "anna@corp.example", "login": "anna", "timezone": "Europe/Berlin"}
    assert people(fleet.results(TICK, "--check", decoy_personas=[anna], **variables)["web-01"]) == []
    at_work = fleet.results(TICK, "--check", decoy_personas=[{**anna, "country": "US"}], **variables)["web-01"]
    assert "anna" in people(at_work)


def test_a_run_keeps_the_years_and_check_mode_does_not(fleet: Fleet) -> None:
    fleet.results(TICK, decoy_now="2026-04-30T03:00:00Z", decoy_personas=[])
    fleet.results(TICK, "--check", decoy_now=LABOUR_DAY)
    with open_ledger(str(fleet.ledger)) as ledger:
        assert ledger.get_holidays("DE", 2026) is None
    fleet.results(TICK, decoy_now=LABOUR_DAY)
    with open_ledger(str(fleet.ledger)) as ledger:
        assert date(2026, 5, 1) in (ledger.get_holidays("DE", 2026) or ())
