# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the executor does with a plan, in which order, and what it leaves where the decky fails it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import Action, Outcome
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.evidence import Evidence
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import content_hash
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.plan import Plan
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.executor import Executor
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import DeckyUnreachable
from fakes.actions import (
    LOG,
    NEW_MAIL,
    NOTE,
    NOW,
    READ_MAIL,
    STORED_MAIL,
    append,
    create,
    edit,
    greeting,
    mail,
    mark,
    rotation,
)
from fakes.ledger import MemoryLedger
from fakes.people import office_host
from fakes.transport import RunningTransport

ANSWER = b"via bash\nSSH-2.0-OpenSSH_9.2p1\n"
CLOCKS = {"tick": NOW, "logs": NOW - timedelta(minutes=3), "mail": NOW - timedelta(minutes=9)}
#: In no driver's order.
ACTIONS = (mail(), create(), greeting(), rotation(), mark(), append())


class Journal(MemoryLedger):
    """A ledger that notes its writes among the operations of the transport."""

    def __init__(self, operations: list[tuple[str, tuple[str, ...]]]) -> None:
        super().__init__()
        self.operations = operations

    def begin(self, actions: Sequence[Action], now: datetime) -> list[str]:
        self.operations.append(("begin", ()))
        return super().begin(actions, now)

    def record(self, decky: str, now: datetime, **written: Any) -> None:
        self.operations.append(("record", ()))
        super().record(decky, now, **written)


@pytest.fixture
def transport() -> RunningTransport:
    tree = office_host()
    tree.file(STORED_MAIL, b"an older mail\n", 1000, 1000, 0o600)
    tree.directory("/home/anna/Maildir/cur", 1000, 1000, 0o700)
    return RunningTransport("d1", tree, ANSWER)


@pytest.fixture
def ledger(transport: RunningTransport) -> Journal:
    return Journal(transport.operations)


def apply(
    ledger: MemoryLedger,
    transport: RunningTransport,
    *actions: Action,
    mailboxes: Sequence[RunningTransport] = (),
    **plan: Any,
) -> list[Outcome]:
    executor = Executor(ledger, transport, mailboxes or (transport,))
    return executor.apply("d1", NOW, Plan(actions=actions, **{"clocks": CLOCKS, **plan}))


def statuses(ledger: MemoryLedger) -> dict[str, str]:
    return {event.action: event.status for event in ledger.list_events()}


def test_intents_come_first_then_the_drivers_then_one_record(ledger: Journal, transport: RunningTransport) -> None:
    outcomes = apply(ledger, transport, *ACTIONS)
    assert [outcome.action for outcome in outcomes] == list(ACTIONS) and all(outcome.success for outcome in outcomes)
    assert transport.operations == [
        ("begin", ()),
        ("append", (LOG,)),
        ("rotate", (LOG,)),
        ("plant", (NOTE,)),
        ("run", ()),
        ("plant", (NEW_MAIL,)),
        ("rename", (STORED_MAIL,)),
        ("record", ()),
    ]
    assert set(statuses(ledger).values()) == {"done"} and ledger.clocks("d1") == CLOCKS


def test_what_lands_has_the_owner_mode_and_time_of_the_action(ledger: Journal, transport: RunningTransport) -> None:
    apply(ledger, transport, *ACTIONS)
    tree = transport.tree
    note, log, old = tree[NOTE], tree[LOG], tree[f"{LOG}.1"]
    assert (note.content, note.uid, note.gid, note.mode) == (b"a note\n", 1000, 1000, 0o640)
    assert (
        note.mtime_ns // 1000 == int(NOW.timestamp() * 1_000_000)
        and note.mtime_ns % 1000
        and note.atime_ns > note.mtime_ns
    )
    assert (log.content, log.uid, log.gid, log.mode) == (b"", 0, 4, 0o640) and old.content == b"a line\n"
    assert (tree[NEW_MAIL].content, tree[NEW_MAIL].mode) == (b"a mail\n", 0o600)
    assert READ_MAIL in tree and STORED_MAIL not in tree


def test_what_is_done_has_its_row(ledger: Journal, transport: RunningTransport) -> None:
    apply(ledger, transport, *ACTIONS)
    assert {row.path: row.content_hash for row in ledger.list_synthetic_files("d1")} == {
        NOTE: content_hash(b"a note\n"),
        LOG: content_hash(b"a line\n"),
    }
    assert [email.sent.message_id for email in ledger.list_emails("d1")] == ["1@corp.example"]


@pytest.mark.parametrize("operation", range(6))
def test_an_unreachable_decky_leaves_intents_pending_and_clocks_unmoved(
    ledger: Journal, transport: RunningTransport, operation: int
) -> None:
    transport.unreachable_at = operation + 1  # begin is in the list as well
    with pytest.raises(DeckyUnreachable):
        apply(ledger, transport, *ACTIONS)
    assert len(ledger.pending("d1")) == len(ACTIONS)
    assert ledger.clocks("d1") == {} and ledger.list_synthetic_files() == [] == ledger.list_emails()
    assert ("record", ()) not in transport.operations


@pytest.mark.parametrize(
    ("path", "failed"),
    [(NOTE, "file:create"), (LOG, "file:rotate"), (NEW_MAIL, "email:send"), (READ_MAIL, "email:flag")],
)
def test_a_refused_path_costs_only_its_own_action(
    ledger: Journal, transport: RunningTransport, path: str, failed: str
) -> None:
    transport.refused[path] = "no space"
    outcomes = apply(ledger, transport, *ACTIONS)
    told = statuses(ledger)
    expected = {failed} | ({"file:edit"} if path == LOG else set())
    assert {name for name, status in told.items() if status == "failed"} == expected
    assert {outcome.action.event_action for outcome in outcomes if not outcome.success} == expected
    assert ledger.pending("d1") == [] and ledger.clocks("d1") == CLOCKS
    lost = next(event for event in ledger.list_events() if event.action == failed)
    assert not lost.success and lost.payload["error"] and "recovery" not in lost.payload
    assert path not in {row.path for row in ledger.list_synthetic_files("d1")}
    assert (path == NEW_MAIL) == (ledger.list_emails("d1") == [])


def test_a_peer_that_does_not_answer_fails_only_the_greeting(ledger: Journal, transport: RunningTransport) -> None:
    transport.answer = b"via bash\n"
    apply(ledger, transport, *ACTIONS)
    assert [name for name, status in statuses(ledger).items() if status == "failed"] == ["traffic:ssh_banner"]


def test_an_edit_bumps_the_row_and_two_edits_bump_it_twice(ledger: Journal, transport: RunningTransport) -> None:
    apply(ledger, transport, create())
    [row] = ledger.list_synthetic_files("d1")
    apply(ledger, transport, edit(row, b"a note\n", b"b\n"), edit(row, b"b\n", b"c\n", minutes=6))
    after = ledger.get_synthetic_file("d1", row.path)
    assert after and (after.uuid, after.edit_count, after.last_body) == (row.uuid, 2, b"c\n")
    assert after.last_modified == NOW + timedelta(minutes=6) and transport.tree[NOTE].content == b"c\n"


def test_evidence_is_recorded_with_the_outcomes(ledger: Journal, transport: RunningTransport) -> None:
    apply(ledger, transport, create())
    [row] = ledger.list_synthetic_files("d1")
    transport.operations.clear()
    apply(ledger, transport, evidence=(Evidence(refused=edit(row, b"", b"evil\n"), state="tampered"),))
    assert [name for name, _paths in transport.operations] == ["begin", "record"]
    after = ledger.get_synthetic_file("d1", row.path)
    assert after and (after.state, after.edit_count, after.last_body) == ("tampered", 0, b"a note\n")
    [refused] = [event for event in ledger.list_events() if event.action == "file:edit"]
    assert (refused.status, refused.payload["error"]) == ("failed", "tampered")


def test_a_plan_of_nothing_touches_nothing(ledger: Journal, transport: RunningTransport) -> None:
    assert apply(ledger, transport, clocks={}) == [] and transport.operations == []


def test_a_plan_of_clocks_alone_advances_them(ledger: Journal, transport: RunningTransport) -> None:
    assert apply(ledger, transport) == [] and ledger.clocks("d1") == CLOCKS and ledger.list_events() == []


def test_every_container_of_mailboxes_gets_the_mail_and_nothing_else(
    ledger: Journal, transport: RunningTransport
) -> None:
    boxes = [RunningTransport("imap", office_host()), RunningTransport("pop3", office_host())]
    [_file, sent] = apply(ledger, transport, create(), mail(), mailboxes=boxes)
    assert sent.success and all(NEW_MAIL in box.tree and NOTE not in box.tree for box in boxes)
    assert NEW_MAIL not in transport.tree and NOTE in transport.tree


@pytest.mark.parametrize("full", [0, 1])
def test_a_mail_that_one_container_refuses_is_not_delivered(
    ledger: Journal, transport: RunningTransport, full: int
) -> None:
    boxes = [RunningTransport("imap", office_host()), RunningTransport("pop3", office_host())]
    boxes[full].refused[NEW_MAIL] = "no space"
    [sent] = apply(ledger, transport, mail(), mailboxes=boxes)
    assert not sent.success and "no space" in str(sent.error) and ledger.list_emails() == []
