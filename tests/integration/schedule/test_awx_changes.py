# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role `schedule` on an AWX with foreign objects and with changes, and its error messages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from .awx_play import ALL_OF_IT, GIT, LEDGER, PLAYBOOKS, changed, play, settings, the_object
from .awx_server import PASSWORD, Awx


def test_existing_objects_are_used_and_stay(awx: Awx) -> None:
    organization = awx.add("organizations", {"name": "security", "description": "the team"}, {})["id"]
    awx.add("inventories", {"name": "lan", "kind": "", "organization": organization, "pending_deletion": False}, {})
    awx.add("execution_environments", {"name": "ours", "image": "x", "organization": None}, {})
    project = awx.add(
        "projects",
        {"name": "playbooks", "organization": organization, "scm_type": "", "scm_url": "", "status": "ok"},
        {},
    )
    project["_playbooks"] = ["age_fleet.yml", "drip_mail.yml"]
    there = settings(
        awx,
        decoy_awx_organization="security",
        decoy_awx_inventory="lan",
        decoy_awx_execution_environment="ours",
        decoy_awx_project="playbooks",
        decoy_awx_playbooks="",
        decoy_schedule_report_hour=-1,
        decoy_awx_image="",
    )
    play(there)
    assert the_object(awx, "job_templates", "corp age")["playbook"] == "age_fleet.yml"
    assert changed(play(there)) == 0
    play({**there, "decoy_schedule_state": "absent"})
    assert awx.names() == {
        "organizations": ["security"],
        "inventories": ["lan"],
        "execution_environments": ["ours"],
        "projects": ["playbooks"],
    }
    assert the_object(awx, "organizations", "security")["description"] == "the team"


def test_a_running_job_delays_the_removal_and_foreign_objects_stay(awx: Awx) -> None:
    play(settings(awx))
    awx.running["corp age"] = 2
    awx.add(
        "projects",
        {
            "name": "theirs",
            "organization": the_object(awx, "organizations", "corp")["id"],
            "scm_type": "",
            "scm_url": "",
            "status": "ok",
        },
        {},
    )
    play(settings(awx, decoy_schedule_state="absent"))
    assert awx.names() == {"organizations": ["corp"], "projects": ["theirs"]} and awx.running == {"corp age": 0}


def test_changes_reach_awx(awx: Awx) -> None:
    # A password replaces a token, and no session stays.
    play(settings(awx, decoy_awx_token="", decoy_awx_username="admin", decoy_awx_password=PASSWORD))
    assert awx.names() == ALL_OF_IT and not awx.things["tokens"]
    assert changed(play(settings(awx, decoy_ledger=LEDGER.replace("s3cr3t", "s3cr3t-anew")))) == 0
    anew = settings(
        awx,
        decoy_ledger=LEDGER.replace("s3cr3t", "s3cr3t-anew"),
        decoy_awx_update_secrets=True,
        decoy_schedule_age_minutes=10,
        decoy_schedule_mail_minutes=0,
        decoy_schedule_start=False,
    )
    play(anew)
    assert the_object(awx, "credentials", "corp ledger")["inputs"] == {"dsn": LEDGER.replace("s3cr3t", "s3cr3t-anew")}
    assert awx.names()["job_templates"] == ["corp age", "corp report"] == awx.names()["schedules"]
    age = the_object(awx, "schedules", "corp age")
    assert len(age["rrule"].rpartition("BYMINUTE=")[2].split(",")) == 6 and not age["enabled"]


def test_a_later_playbook_is_fetched(awx: Awx) -> None:
    awx.playbooks[GIT] = ["playbooks/age_fleet.yml"]
    said = play(settings(awx), succeeds=False)
    assert "playbooks/drip_mail.yml, playbooks/report_fleet.yml" in said and "decoy_awx_playbooks" in said
    assert not awx.objects("job_templates")
    awx.playbooks[GIT] = list(PLAYBOOKS)
    play(settings(awx))
    assert awx.names() == ALL_OF_IT
    assert changed(play(settings(awx))) == 0


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"decoy_ledger": "/root/.decnet/ledger.db"}, "decoy_ledger"),
        ({"decoy_awx_token": "wrong"}, "decoy_awx_token"),
        ({"decoy_awx_host": "http://127.0.0.1:1"}, "decoy_awx_host"),
        ({"decoy_awx_host": ""}, "CONTROLLER_HOST"),
        ({"decoy_awx_image": ""}, "decoy_awx_image"),
        ({"decoy_awx_inventory": "nowhere"}, "decoy_awx_inventory"),
        ({"decoy_awx_project_url": "https://git.corp.example/gone.git"}, "decoy_awx_project_url"),
        ({"decoy_awx_timezone": "Europe/Nowhere"}, "Europe/Nowhere"),
    ],
)
def test_bad_input_is_named(awx: Awx, wrong: dict[str, Any], named: str) -> None:
    said = play(settings(awx, **wrong), succeeds=False)
    errors = [part for part in re.split(r"\n(?=TASK|PLAY)", said) if "fatal:" in part or "[ERROR]" in part]
    assert errors and all(named in part for part in errors), said
