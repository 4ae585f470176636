# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of the reads for each request, and what is not read."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Peer
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import (
    EditRequest,
    GreetingRequest,
    MailRequest,
    PlantRequest,
    Request,
    TickRequest,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import Snapshot
from ansible_collections.decnet.realism.plugins.plugin_utils.observation.observer import Observer
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import DeckyUnreachable
from fakes.actions import NOTE
from fakes.host import LOGS, MAIL_LOG
from fakes.ledger import MemoryLedger
from fakes.people import OFFICE, office_host
from fakes.task import task
from fakes.transport import MemoryTransport, RunningTransport

#: A Wednesday evening: a day of work is due.
NOW = datetime(2026, 3, 4, 18, 30, tzinfo=timezone.utc)
FACTS = ["list", "read", "processes", "started_at"]
NOTHING_DUE: dict[str, Any] = {"rate": 0.0, "weights": {"log_cron": 0, "log_daemon": 0, "email_share": 0}}


class Office:
    """A decky, its ledger, and the reads of the last snapshot."""

    def __init__(self) -> None:
        self.ledger = MemoryLedger()
        self.transport = MemoryTransport("d1", office_host())

    def look(self, request: Request, now: datetime = NOW, **options: Any) -> Snapshot:
        """One snapshot."""
        self.transport.operations.clear()
        wiring = task(self.transport, self.ledger, now, personas=OFFICE, **options)
        return Observer(wiring).snapshot(request)

    @property
    def kinds(self) -> list[str]:
        """The operations of the last snapshot."""
        return [kind for kind, _paths in self.transport.operations]

    def paths(self, kind: str) -> list[tuple[str, ...]]:
        """The paths of the operations of one kind."""
        return [paths for name, paths in self.transport.operations if name == kind]


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def known(office: Office) -> Office:
    """A decky whose facts are fresh."""
    Observer(task(office.transport, office.ledger, NOW, personas=OFFICE)).facts()
    return office


def test_a_tick_reads_facts_people_logs_and_files_in_this_order(office: Office) -> None:
    snapshot = office.look(TickRequest())
    assert office.kinds == [*FACTS, "sessions", "tail", "read"]
    assert office.paths("tail") == [LOGS] and office.paths("read")[-1] == snapshot.agenda.read_paths
    assert set(snapshot.tails) == set(LOGS) and snapshot.agenda.files and snapshot.activity_times
    assert snapshot.decky.usable_personas() == OFFICE


def test_fresh_facts_are_not_read_again(known: Office) -> None:
    known.look(TickRequest())
    assert known.kinds == ["sessions", "tail", "read"]


@pytest.mark.parametrize(("hours", "read"), [(5.9, False), (6.1, True), (-6.1, True)])
def test_stale_facts_are_read_again(known: Office, hours: float, read: bool) -> None:
    known.look(TickRequest(), NOW + timedelta(hours=hours))
    assert (known.kinds[: len(FACTS)] == FACTS) is read


def test_facts_of_another_version_are_read_again(office: Office) -> None:
    office.ledger.put_facts("d1", {"hostname": "d1", "colour": "blue"}, NOW)
    office.look(TickRequest())
    assert office.kinds[: len(FACTS)] == FACTS


@pytest.mark.parametrize("check", [True, False])
def test_check_mode_keeps_no_facts(office: Office, check: bool) -> None:
    office.look(TickRequest(), check=check)
    assert (office.ledger.get_facts("d1", timedelta(hours=1), NOW) is None) is check


@pytest.mark.parametrize(("request_", "clock"), [(TickRequest(), "tick"), (MailRequest(), "mail")])
def test_a_decky_that_is_up_to_date_is_not_touched(office: Office, request_: Request, clock: str) -> None:
    office.ledger.set_clocks("d1", {clock: NOW})
    office.look(request_, services=("imap",))
    assert office.kinds == []
    office.look(request_, NOW + timedelta(hours=1), services=("imap",))
    assert office.kinds != []


def test_where_nothing_is_due_nothing_but_the_facts_is_read(known: Office) -> None:
    snapshot = known.look(TickRequest(), **NOTHING_DUE)
    assert not snapshot.agenda and known.kinds == []


def test_while_somebody_is_there_the_decky_is_not_read(known: Office) -> None:
    known.transport.people = 2
    snapshot = known.look(TickRequest())
    assert snapshot.occupied == 2 and known.kinds == ["sessions"] and snapshot.tails == snapshot.entries == {}


def test_people_can_be_ignored(known: Office) -> None:
    known.transport.people = 2
    snapshot = known.look(TickRequest(), while_occupied="ignore")
    assert snapshot.occupied == 2 and known.kinds == ["sessions", "tail", "read"]


def test_what_an_earlier_run_did_is_not_due_again(known: Office) -> None:
    first = known.look(TickRequest())
    done = [time.id for time in first.activity_times]
    known.ledger.store.done.update(done[:-1])
    assert [time.id for time in known.look(TickRequest()).activity_times] == done[-1:]


@pytest.mark.parametrize("hours", [3.0, 12.0])
def test_no_look_goes_further_back_than_catch_up(known: Office, hours: float) -> None:
    snapshot = known.look(TickRequest(), catch_up=hours)
    oldest = min(time.moment for time in known.look(TickRequest(), catch_up=48.0).activity_times)
    assert all(time.moment > NOW - timedelta(hours=hours) for time in snapshot.activity_times)
    assert oldest < NOW - timedelta(hours=hours)


def test_a_file_to_plant_is_the_only_one_that_is_read(known: Office) -> None:
    """An explicit request does not read the sessions."""
    known.transport.people = 2
    known.look(PlantRequest(path=NOTE, content=b"x"))
    assert known.transport.operations == [("read", (NOTE,))]


def test_a_request_with_a_path_reads_its_row_alone(known: Office) -> None:
    for path in (NOTE, f"{NOTE}.old"):
        known.ledger.record_synthetic_file("d1", path, persona="anna", content_class="note", body=b"x", moment=NOW)
    assert [row.path for row in known.look(PlantRequest(path=NOTE, content=b"x")).files] == [NOTE]
    assert [row.path for row in known.look(EditRequest(path=NOTE)).files] == [NOTE]
    assert len(known.look(EditRequest()).files) == 2


def test_the_ledgers_choice_of_a_file_to_edit_is_read(known: Office) -> None:
    known.ledger.record_synthetic_file("d1", NOTE, persona="anna", content_class="note", body=b"x", moment=NOW)
    snapshot = known.look(EditRequest())
    assert isinstance(snapshot.request, EditRequest) and snapshot.request.candidate is not None
    assert known.transport.operations == [("read", (NOTE,))]


def test_without_a_file_to_edit_nothing_is_read(known: Office) -> None:
    assert not known.look(EditRequest()).agenda and known.kinds == []


def test_a_greeting_reads_no_file_and_asks_nobody(known: Office) -> None:
    known.look(GreetingRequest(address="d2"))
    assert known.kinds == []


@pytest.mark.parametrize("kind", [MemoryTransport, RunningTransport])
def test_peers_are_known_only_where_something_can_run(office: Office, kind: type[MemoryTransport]) -> None:
    office.transport = kind("d1", office_host())
    snapshot = office.look(TickRequest(), peers=[Peer("d2", "d2")])
    assert bool(snapshot.peers) is office.transport.can_run


def test_mailboxes_apart_have_facts_and_people_of_their_own(office: Office) -> None:
    boxes = [MemoryTransport(name, office_host(mail_log=True)) for name in ("imap", "pop3")]
    boxes[1].people = 1
    snapshot = office.look(TickRequest(), services=("ssh", "imap"), mailboxes=boxes)
    assert [kind for kind, _paths in boxes[0].operations] == [*FACTS, "sessions"]
    assert [kind for kind, _paths in boxes[1].operations] == ["sessions"]
    assert snapshot.occupied == 1 and office.paths("tail") == []
    assert MAIL_LOG in snapshot.mailbox_facts.log_files and MAIL_LOG not in snapshot.decky.facts.log_files
    assert office.ledger.get_facts("d1", timedelta(hours=1), NOW, "mailboxes") is not None


def test_a_decky_without_mail_asks_nothing_of_its_mail_containers(office: Office) -> None:
    box = MemoryTransport("imap", office_host())
    office.look(TickRequest(), mailboxes=[box])
    assert box.operations == []


@pytest.mark.parametrize("operation", range(len(FACTS) + 3))
def test_an_unreachable_decky_is_said_to_be_one(office: Office, operation: int) -> None:
    office.transport.unreachable_at = operation
    with pytest.raises(DeckyUnreachable):
        office.look(TickRequest())
    assert office.ledger.clocks("d1") == {} and office.ledger.list_events() == []
