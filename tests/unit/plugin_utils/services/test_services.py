# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The use cases from options to result; in check mode they predict the actions and change nothing."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Peer
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.plugin_utils.observation.context import TaskContext
from ansible_collections.decnet.realism.plugins.plugin_utils.services.deliver_mail import deliver_mail
from ansible_collections.decnet.realism.plugins.plugin_utils.services.edit_file import edit_file
from ansible_collections.decnet.realism.plugins.plugin_utils.services.facts import facts
from ansible_collections.decnet.realism.plugins.plugin_utils.services.greeting import greet
from ansible_collections.decnet.realism.plugins.plugin_utils.services.plant_file import plant_file
from ansible_collections.decnet.realism.plugins.plugin_utils.services.tick import tick
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import DeckyUnreachable
from fakes.actions import NOTE, create
from fakes.ledger import MemoryLedger
from fakes.people import OFFICE, office_host
from fakes.task import task
from fakes.transport import RunningTransport

NOW = datetime(2026, 3, 4, 18, 30, tzinfo=timezone.utc)
ANSWER = b"via bash\nSSH-2.0-OpenSSH_9.2p1\n"
PLANT: dict[str, Any] = {
    "force": False,
    "path": NOTE,
    "content": "a note\n",
    "persona": "anna",
    "content_class": "note",
}
GREET: dict[str, Any] = {"port": 22, "peer": "d2"}
EDITS_ONLY = {"create": 0, "leave_alone": 0, "email_share": 0, "traffic_share": 0}
Service = Callable[[TaskContext], dict[str, Any]]
USE_CASES: tuple[tuple[Service, dict[str, Any]], ...] = (
    (tick, {}),
    (deliver_mail, {}),
    (plant_file, PLANT),
    (plant_file, {"force": False}),
    (edit_file, {}),
    (greet, GREET),
)


class Office:
    """A decky with mailboxes, a peer, and a note of Anna."""

    def __init__(self) -> None:
        self.ledger = MemoryLedger()
        self.transport = RunningTransport("d1", office_host(mail_log=True), ANSWER)

    def run(self, service: Service, now: datetime = NOW, check: bool = False, **options: Any) -> dict[str, Any]:
        """The result of one run."""
        wiring = task(
            self.transport,
            self.ledger,
            now,
            personas=OFFICE,
            services=("ssh", "imap"),
            peers=[Peer("d2", "d2")],
            check=check,
            **{"catch_up": 48.0, **options},
        )
        return service(wiring)

    def state(self) -> dict[str, Any]:
        """The state that a run can change."""
        return copy.deepcopy({"ledger": {**vars(self.ledger.store), "clock": None}, "decky": vars(self.transport.tree)})


@pytest.fixture
def office() -> Office:
    made = Office()
    old = {**PLANT, "path": "/home/anna/plan.md", "content": "the plan\n- [ ] call\n"}
    made.run(plant_file, NOW - timedelta(hours=7), **old)
    made.transport.operations.clear()
    return made


@pytest.mark.parametrize(("service", "options"), USE_CASES)
def test_check_mode_foretells_the_run_and_changes_nothing(
    office: Office, service: Service, options: dict[str, Any]
) -> None:
    before = office.state()
    foretold = office.run(service, check=True, **options)
    assert office.state() == before
    assert not {kind for kind, _paths in office.transport.operations} & {"plant", "append", "rotate", "rename", "run"}
    done = office.run(service, **options)
    assert office.state() != before
    assert foretold["changed"] is done["changed"] is True and foretold["actions"]
    assert [outline["action"] for outline in done["actions"]] == [outline["action"] for outline in foretold["actions"]]
    for outline, expected in zip(done["actions"], foretold["actions"], strict=True):
        assert outline["success"] is True and expected.items() <= outline.items()
    assert done.get("diff") == foretold.get("diff") and done["evidence"] == foretold["evidence"] == []


@pytest.mark.parametrize(
    ("service", "quiet"),
    [(tick, "aged up to"), (deliver_mail, "mail is delivered up to")],
)
def test_a_second_run_at_the_same_moment_is_quiet(office: Office, service: Service, quiet: str) -> None:
    office.run(service)
    before, operations = office.state(), len(office.transport.operations)
    result = office.run(service)
    assert result["quiet"].startswith(quiet) and result["changed"] is False
    assert office.state() == before and len(office.transport.operations) == operations


def test_a_tick_writes_files_logs_and_mails_and_advances_its_clocks(office: Office) -> None:
    result = office.run(tick)
    assert {outline["action"] for outline in result["actions"]} >= {"file:create", "file:edit", "email:send"}
    assert office.ledger.clocks("d1") == {"tick": NOW, "logs": NOW}
    moments = [outline["occurred_at"] for outline in result["actions"] if outline["action"] != "traffic:ssh_banner"]
    assert moments and all(datetime.fromisoformat(moment) <= NOW for moment in moments)
    assert office.transport.tree["/var/log/mail.log"].content
    assert all(change["before_header"].endswith("(before)") or change["before"] == "" for change in result["diff"])


def test_nothing_is_due_is_quiet_and_advances_the_clock(office: Office) -> None:
    result = office.run(tick, rate=0.0, weights={"log_cron": 0, "log_daemon": 0, "email_share": 0})
    assert (result["quiet"], result["changed"]) == ("nothing is due", False)
    assert office.ledger.clocks("d1")["tick"] == NOW


@pytest.mark.parametrize(("service", "clock"), [(tick, "tick"), (deliver_mail, "mail")])
def test_while_somebody_is_there_nothing_appears(office: Office, service: Service, clock: str) -> None:
    office.transport.people = 1
    before = office.state()["decky"]
    result = office.run(service)
    assert "somebody is on the decky (1 sessions)" in result["quiet"] and result["changed"] is False
    assert office.state()["decky"] == before and office.ledger.clocks("d1")[clock] == NOW
    assert office.run(service, NOW + timedelta(hours=23), while_occupied="ignore")["changed"] is True


def test_lines_that_were_let_go_come_when_the_decky_is_free_again(office: Office) -> None:
    office.transport.people = 1
    office.run(tick)
    office.transport.people = 0
    office.run(tick, NOW + timedelta(minutes=40))
    [first, *_rest] = office.transport.tree["/var/log/cron.log"].content.splitlines()
    assert datetime.fromisoformat(first.split()[0].decode()) < NOW - timedelta(hours=40)


def test_a_tampered_file_is_evidence_and_stays(office: Office) -> None:
    office.transport.tree["/home/anna/plan.md"].content = b"r00t was here\n"
    foretold, result = office.run(edit_file, check=True), office.run(edit_file)
    for each in (foretold, result):
        assert each["evidence"] == [{"path": "/home/anna/plan.md", "state": "tampered", "persona": "anna"}]
        assert each["changed"] is False and "left alone" in each["warnings"][0]
    assert office.transport.tree["/home/anna/plan.md"].content == b"r00t was here\n"
    [row] = office.ledger.list_synthetic_files("d1")
    assert (row.state, row.edit_count) == ("tampered", 0)


def test_a_tick_does_not_count_a_tampered_file_as_its_own(office: Office) -> None:
    office.transport.tree["/home/anna/plan.md"].content = b"r00t was here\n"
    seen = [office.run(tick, NOW + timedelta(days=day), weights=EDITS_ONLY) for day in range(5)]
    assert office.transport.tree["/home/anna/plan.md"].content == b"r00t was here\n"
    assert [item["state"] for result in seen for item in result["evidence"]][:1] == ["tampered"]


def test_a_removed_file_is_evidence(office: Office) -> None:
    office.transport.tree.take("/home/anna/plan.md")
    assert office.run(edit_file)["evidence"][0]["state"] == "gone"


def test_an_edit_changes_the_file_and_its_row(office: Office) -> None:
    result = office.run(edit_file, content="the new plan\n")
    assert (result["path"], result["changed"], result["success"]) == ("/home/anna/plan.md", True, True)
    row = office.ledger.get_synthetic_file("d1", "/home/anna/plan.md")
    assert row and (row.edit_count, row.last_body) == (1, b"the new plan\n")
    assert result["diff"][0]["before"] == "the plan\n- [ ] call\n" and result["diff"][0]["after"] == "the new plan\n"


def test_what_stands_already_is_not_written_again(office: Office) -> None:
    office.run(plant_file, **PLANT)
    office.transport.operations.clear()
    result = office.run(plant_file, NOW + timedelta(hours=1), **PLANT)
    assert result["changed"] is False and "plant" not in {kind for kind, _paths in office.transport.operations}


@pytest.mark.parametrize("force", [False, True])
def test_a_file_of_somebody_else_is_overwritten_only_by_force(office: Office, force: bool) -> None:
    office.transport.tree.file(NOTE, b"an intruder's notes\n")
    if force:
        assert office.run(plant_file, **{**PLANT, "force": True})["changed"] is True
        return
    with pytest.raises(RealismError, match="not ours"):
        office.run(plant_file, **PLANT)
    assert office.transport.tree[NOTE].content == b"an intruder's notes\n"


@pytest.mark.parametrize(("service", "options"), [(plant_file, PLANT), (tick, {})])
def test_a_refused_file_fails_the_task(office: Office, service: Service, options: dict[str, Any]) -> None:
    foretold = office.run(service, check=True, **options)
    path = next(outline["path"] for outline in foretold["actions"] if outline["action"] == "file:create")
    office.transport.refused[path] = "no space"
    result = office.run(service, **options)
    assert result["failed"] is True and "no space" in result["msg"]
    assert path not in {row.path for row in office.ledger.list_synthetic_files("d1")}
    assert path not in {change["after_header"].removesuffix(" (after)") for change in result["diff"]}


def test_a_silent_peer_warns_in_a_tick_and_fails_what_asked_for_it(office: Office) -> None:
    office.transport.answer = b"via bash\n"
    asked = office.run(greet, **GREET)
    assert asked["failed"] is True and asked["msg"].startswith("d1: ") and "warnings" not in asked
    aged = office.run(tick, weights={"traffic_share": 1})
    assert "did not answer" in aged["warnings"][0] and "failed" not in aged


def test_a_greeting_reports_what_it_read(office: Office) -> None:
    result = office.run(greet, **GREET)
    assert (result["banner"], result["via"], result["peer"]) == ("SSH-2.0-OpenSSH_9.2p1", "bash", "d2")


def test_a_crashed_run_is_recovered_first(office: Office) -> None:
    office.ledger.begin([create()], NOW)
    office.transport.tree.file(NOTE, b"a note\n", 1000, 1000)
    office.run(tick, check=True)
    assert len(office.ledger.pending("d1")) == 1
    office.run(tick)
    assert office.ledger.pending("d1") == [] and office.ledger.get_synthetic_file("d1", NOTE) is not None


@pytest.mark.parametrize(("service", "options"), USE_CASES)
def test_an_unreachable_decky_moves_no_clock(office: Office, service: Service, options: dict[str, Any]) -> None:
    office.transport.unreachable_at = 0
    with pytest.raises(DeckyUnreachable):
        office.run(service, NOW + timedelta(hours=9), **options)
    assert office.ledger.clocks("d1") == {}


def test_a_decky_without_mailboxes_says_so() -> None:
    transport = RunningTransport("d1", office_host())
    result = deliver_mail(task(transport, MemoryLedger(), NOW, personas=OFFICE))
    assert "no mailboxes" in result["quiet"]


def test_facts_tell_who_has_an_account() -> None:
    transport = RunningTransport("d1", office_host())
    ghost = OFFICE[0].__class__(name="No Body", email="n@corp.example", login="nobody", role="ghost")
    result = facts(task(transport, MemoryLedger(), NOW, personas=(*OFFICE, ghost), refresh=True))
    assert result["personas"] == ["anna", "omar", "lea", "tom"] and result["personas_without_account"] == ["nobody"]
    assert result["changed"] is False and result["decky"]["hostname"] == "d1"
