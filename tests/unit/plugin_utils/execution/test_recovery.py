# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What recovery makes of each kind of intent that a crash left, by what stands on the decky."""

from __future__ import annotations

from datetime import timedelta

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import Action
from ansible_collections.decnet.realism.plugins.plugin_utils.execution.recovery import recover
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
from fakes.transport import MemoryTransport

MOVED = "/home/anna/Maildir/cur/1.x"
MAIL, OTHER = b"a mail\n", b"somebody else's\n"


@pytest.fixture
def transport() -> MemoryTransport:
    return MemoryTransport("d1", office_host())


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


@pytest.mark.parametrize(
    ("action", "standing", "landed"),
    [
        pytest.param(create(), {NOTE: b"a note\n"}, True, id="a file that landed"),
        pytest.param(create(), {NOTE: OTHER}, False, id="a file of other content"),
        pytest.param(create(), {NOTE: b""}, False, id="an empty file"),
        pytest.param(create(), {}, False, id="a file that is not there"),
        pytest.param(mail(), {NEW_MAIL: MAIL}, True, id="a mail where it was put"),
        pytest.param(mail(), {f"{MOVED}:2,": MAIL}, True, id="a mail that the server moved"),
        pytest.param(mail(), {f"{MOVED}:2,S": MAIL}, True, id="a mail that was read since"),
        pytest.param(mail(), {f"{MOVED}:2,RS": MAIL}, True, id="a mail that was answered since"),
        pytest.param(mail(), {"/home/anna/Maildir/new/11.x": MAIL}, False, id="another mail"),
        pytest.param(mail(), {}, False, id="a mail that is not there"),
        pytest.param(mark(), {READ_MAIL: MAIL}, True, id="a mark that was made"),
        pytest.param(mark(), {STORED_MAIL: MAIL}, False, id="a mark that was not made"),
        pytest.param(append(), {LOG: b"a line\n"}, False, id="lines, of which nothing tells whose they are"),
        pytest.param(rotation(), {f"{LOG}.1": b"a line\n"}, False, id="a rotation"),
        pytest.param(greeting(), {}, False, id="a greeting"),
    ],
)
def test_an_intent_is_closed_by_what_stands_there(
    ledger: MemoryLedger, transport: MemoryTransport, action: Action, standing: dict[str, bytes], landed: bool
) -> None:
    for path, content in standing.items():
        transport.tree.file(path, content, 1000, 1000, 0o600)
    ledger.begin([action], NOW)
    before = {path: (node.content, node.mtime_ns) for path, node in transport.tree.files()}
    assert recover(ledger, "d1", transport, transport) == 1
    [event] = ledger.list_events()
    assert (event.status, event.success) == (("done", True) if landed else ("failed", False))
    assert event.payload["recovered"] and "recovery" not in event.payload and ledger.pending("d1") == []
    assert (action.activity_time in ledger.done_activity_times([str(action.activity_time)])) == (
        landed and action.activity_time is not None
    )
    assert [row.path for row in ledger.list_synthetic_files()] == ([NOTE] if landed and action.kind == "file" else [])
    mails = [email.sent.message_id for email in ledger.list_emails()]
    assert mails == (["1@corp.example"] if landed and action.event_action == "email:send" else [])
    assert {path: (node.content, node.mtime_ns) for path, node in transport.tree.files()} == before


@pytest.mark.parametrize(("action", "path"), [(create(), NOTE), (mail(), NEW_MAIL), (mark(), READ_MAIL)])
def test_a_directory_in_its_place_is_no_landing(
    ledger: MemoryLedger, transport: MemoryTransport, action: Action, path: str
) -> None:
    transport.tree.directory(path)
    ledger.begin([action], NOW)
    recover(ledger, "d1", transport, transport)
    assert [event.status for event in ledger.list_events()] == ["failed"]


def test_an_edit_that_landed_bumps_the_row(ledger: MemoryLedger, transport: MemoryTransport) -> None:
    ledger.record_synthetic_file("d1", NOTE, persona="anna", content_class="note", body=b"a note\n", moment=NOW)
    [row] = ledger.list_synthetic_files()
    transport.tree.file(NOTE, b"a longer note\n", 1000, 1000)
    ledger.begin([edit(row, b"a note\n")], NOW)
    recover(ledger, "d1", transport, transport)
    after = ledger.get_synthetic_file("d1", NOTE)
    assert after and (after.uuid, after.edit_count, after.last_body) == (row.uuid, 1, b"a longer note\n")
    assert (after.persona, after.last_modified) == ("anna", NOW + timedelta(minutes=5))


def test_the_decky_and_its_mailboxes_are_read_once_each(ledger: MemoryLedger) -> None:
    decky, mailboxes = MemoryTransport("d1", office_host()), MemoryTransport("imap", office_host())
    decky.tree.file(NEW_MAIL, MAIL)
    mailboxes.tree.file(NOTE, b"a note\n")
    ledger.begin([create(), create("/home/anna/b.md"), mail(), mark(), append(), greeting()], NOW)
    assert recover(ledger, "d1", decky, mailboxes) == 6
    assert decky.operations == [("read", ("/home/anna/b.md", NOTE))]
    assert [name for name, _paths in mailboxes.operations] == ["read"]
    # What stands in the wrong place has not landed.
    assert {event.status for event in ledger.list_events()} == {"failed"}


def test_nothing_pending_reads_nothing(ledger: MemoryLedger, transport: MemoryTransport) -> None:
    ledger.begin([mark()], NOW)
    assert recover(ledger, "d2", transport, transport) == 0 and transport.operations == []


def test_an_unreachable_decky_leaves_the_intents_for_the_next_run(
    ledger: MemoryLedger, transport: MemoryTransport
) -> None:
    ledger.begin([create(), mail()], NOW)
    transport.unreachable_at = 1
    with pytest.raises(DeckyUnreachable):
        recover(ledger, "d1", transport, transport)
    assert len(ledger.pending("d1")) == 2
