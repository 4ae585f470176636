# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""People work in windows of their own clock."""
from __future__ import annotations

from datetime import datetime, timezone

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.diurnal import is_active, parse_active_hours
from ansible_collections.decnet.realism.plugins.module_utils.realism.errors import PersonaError
from ansible_collections.decnet.realism.plugins.module_utils.realism.personas import Persona


@pytest.mark.parametrize(
    ("window", "zone", "moment", "active"),
    [
        ("09:00-17:30", "Etc/UTC", "2026-03-02T09:00", True),
        ("09:00-17:30", "Etc/UTC", "2026-03-02T17:30", False),
        ("09:00-17:30", "Etc/UTC", "2026-03-01T10:00", False),  # a Sunday
        ("09:00-17:30", "Europe/Madrid", "2026-03-02T08:30", True),
        ("22:00-06:00", "Etc/UTC", "2026-03-07T05:00", True),  # Friday's night shift ends on Saturday
        ("22:00-06:00", "Etc/UTC", "2026-03-02T05:00", False),  # Sunday has no night shift
    ],
)
def test_windows(window: str, zone: str, moment: str, active: bool) -> None:
    person = Persona("Ann Lee", "ann@corp.example", "ann", "dba", timezone=zone, active_hours=parse_active_hours(window, "Ann Lee"))
    assert is_active(person, datetime.fromisoformat(moment).replace(tzinfo=timezone.utc)) is active


@pytest.mark.parametrize("window", ["9-5", "09:00", "25:00-26:00", "09:00-09:00", "09:00-17:30\n"])
def test_a_malformed_window_names_the_persona(window: str) -> None:
    with pytest.raises(PersonaError, match="Ann Lee"):
        parse_active_hours(window, "Ann Lee")
