# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role `schedule` on the AWX of `awx_server`.

The role creates everything, changes nothing on a second run, and removes everything in the right order.
"""

from __future__ import annotations

import re

from .awx_play import ALL_OF_IT, LEDGER, changed, play, settings, the_object
from .awx_server import Awx


def test_from_nothing_to_a_schedule_and_back(awx: Awx) -> None:
    foreign = awx.add("organizations", {"name": "Default", "description": "of others"}, {})
    assert changed(play(settings(awx), "--check")) == 1
    assert awx.names() == {"organizations": ["Default"]}
    assert changed(play(settings(awx))) == 9
    assert awx.names() == ALL_OF_IT | {"organizations": ["Default", "corp"]}
    template = the_object(awx, "job_templates", "corp report")
    assert template["playbook"] == "playbooks/report_fleet.yml" and not template["allow_simultaneous"]
    assert [awx.things["credentials"][number]["inputs"] for number in template["_credentials"]] == [{"dsn": LEDGER}]
    assert the_object(awx, "credential_types", "corp ledger")["injectors"] == {
        "extra_vars": {"decoy_ledger": "{{ dsn }}"}
    }
    assert the_object(awx, "schedules", "corp report")["extra_data"] == {
        "decoy_report_path": "/var/lib/decoys/report.html"
    }
    rules = {name: the_object(awx, "schedules", f"corp {name}")["rrule"] for name in ("age", "mail", "report")}
    assert all(
        re.fullmatch(r"DTSTART;TZID=Europe/Berlin:\d{8}T\d{6} RRULE:FREQ=\w+;INTERVAL=1;\S+", rule)
        for rule in rules.values()
    ), rules
    assert "FREQ=DAILY" in rules["report"] and "BYHOUR=6" in rules["report"]
    assert not {0, 15, 30, 45} & {
        int(minute) for rule in rules.values() for minute in rule.rpartition("BYMINUTE=")[2].split(";")[0].split(",")
    }

    assert changed(play(settings(awx))) == 0
    assert changed(play(settings(awx, decoy_schedule_state="absent"), "--check")) > 0
    assert awx.names() == ALL_OF_IT | {"organizations": ["Default", "corp"]}

    awx.requests.clear()
    play(settings(awx, decoy_schedule_state="absent"))
    assert awx.names() == {"organizations": ["Default"]} and foreign["description"] == "of others"
    order = [path.split("/")[3] for method, path in awx.requests if method == "DELETE" and "/tokens/" not in path]
    parts = ["inventories", "projects", "credentials", "credential_types", "execution_environments", "organizations"]
    assert order == ["schedules"] * 3 + ["job_templates"] * 3 + parts
    assert changed(play(settings(awx, decoy_schedule_state="absent"))) == 0
