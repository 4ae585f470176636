# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of the ledgers. A module that imports these tests defines the fixture ``ledger``."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import (
    EditAction,
    EmailAction,
    FileAction,
    FlagAction,
    MailCopy,
    Outcome,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.evidence import Evidence
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import SyntheticFile
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger

NOW = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=timezone.utc)


def plant(
    ledger: Ledger,
    path: str = "/home/ann/TODO.md",
    body: bytes = b"x",
    persona: str | None = "ann",
    moment: datetime = NOW,
) -> str:
    return ledger.record_synthetic_file("d1", path, persona=persona, content_class="todo", body=body, moment=moment)


def action(path: str, body: bytes = b"x") -> FileAction:
    return FileAction(
        decky="d1",
        moment=NOW,
        persona="ann",
        activity_time="o1",
        path=path,
        content_class=ContentClass.NOTE,
        body=body,
        uid=1000,
        gid=1000,
        mode=0o644,
    )


def done(made: FileAction | EditAction) -> Outcome:
    return Outcome(
        action=made,
        success=True,
        changed=True,
        body=made.body,
        content_hash=hashlib.sha256(made.body).hexdigest(),
    )


def gone(row: SyntheticFile) -> Evidence:
    edit = edit_of(row)
    return Evidence(refused=edit, state="gone")


def edit_of(row: SyntheticFile, body: bytes = b"y") -> EditAction:
    return EditAction(
        decky="d1",
        moment=NOW + timedelta(hours=1),
        persona="ann",
        path=row.path,
        content_class=ContentClass.NOTE,
        previous=b"x",
        body=body,
        uid=1000,
        gid=1000,
        mode=0o644,
        synthetic_file_uuid=row.uuid,
    )


def test_a_replant_patches_the_row(ledger: Ledger) -> None:
    first = plant(ledger)
    assert plant(ledger, body=b"yy", moment=NOW + timedelta(hours=1)) == first
    row = ledger.get_synthetic_file("d1", "/home/ann/TODO.md")
    assert row and (row.edit_count, row.last_body, row.created_at, row.last_modified) == (
        1,
        b"yy",
        NOW,
        NOW + timedelta(hours=1),
    )
    assert row.content_hash == hashlib.sha256(b"yy").hexdigest()


def test_an_edit_of_a_pruned_row_changes_nothing(ledger: Ledger) -> None:
    assert ledger.update_synthetic_file("no such row", body=b"z", moment=NOW) is False
    assert ledger.list_synthetic_files() == []


def test_the_pick_is_a_present_file_of_the_actor_and_repeatable(ledger: Ledger) -> None:
    for number in range(20):
        plant(ledger, f"/home/ann/{number}", persona="ann" if number % 2 else "bob")
    lost = next(row for row in ledger.list_synthetic_files(persona="ann"))
    ledger.record("d1", NOW, evidence=[gone(lost)])
    picked = [
        ledger.pick_random_synthetic_file_for_edit("d1", seeded_random(seed), "ann", ["todo"]) for seed in range(60)
    ]
    paths = {row.path for row in picked if row}
    assert len(paths) > 4 and lost.path not in paths and all(row and row.persona == "ann" for row in picked)
    assert picked[3] == ledger.pick_random_synthetic_file_for_edit("d1", seeded_random(3), "ann", ["todo"])
    assert ledger.pick_random_synthetic_file_for_edit("d1", seeded_random(3), "ann", ["script"]) is None


def test_a_crashed_tick_leaves_intents_that_recovery_closes(ledger: Ledger) -> None:
    made = action("/home/ann/a")
    ledger.begin([made, action("/home/ann/b")], NOW)
    first, second = sorted(ledger.pending("d1"), key=lambda event: event.payload["path"])
    assert first.payload["recovery"]["content_hash"] == hashlib.sha256(b"x").hexdigest()
    ledger.close_intent(first, True, done(made).changes())
    ledger.close_intent(second, False)
    assert ledger.pending("d1") == []
    assert [row.path for row in ledger.list_synthetic_files("d1")] == ["/home/ann/a"]
    assert sorted(event.status for event in ledger.list_events("d1")) == ["done", "failed"]


def test_a_tick_advances_rows_events_and_clock_together(ledger: Ledger) -> None:
    made = action("/home/ann/a")
    [uuid] = ledger.begin([made], NOW)
    ledger.record("d1", NOW, outcomes=[(uuid, done(made))], moments={"tick": NOW, "logs": NOW})
    row = ledger.get_synthetic_file("d1", "/home/ann/a")
    assert row and ledger.clocks("d1") == {"tick": NOW, "logs": NOW} and ledger.last_ticks() == {"d1": NOW}
    edit = edit_of(row)
    [uuid] = ledger.begin([edit], NOW)
    ledger.record("d1", NOW, outcomes=[(uuid, done(edit))])
    assert ledger.get_synthetic_file("d1", row.path).edit_count == 1  # type: ignore[union-attr]
    [create, change] = sorted(ledger.list_events("d1"), key=lambda event: event.action)
    assert (create.action, create.topic, create.status) == ("file:create", "orchestrator.file.d1", "done")
    assert change.action == "file:edit" and change.success


def test_facts_grow_stale(ledger: Ledger) -> None:
    ledger.put_facts("d1", {"hostname": "d1"}, NOW)
    assert ledger.get_facts("d1", timedelta(hours=1), NOW + timedelta(minutes=59)) == {"hostname": "d1"}
    assert ledger.get_facts("d1", timedelta(hours=1), NOW + timedelta(minutes=61)) is None


def mail(identity: str = "a@x", path: str = "/home/ann/Maildir/new/1.x") -> EmailAction:
    copies = (
        MailCopy("ann", path, b"m", 1000, 1000, 0o600, NOW),
        MailCopy("bob", "/home/bob/Maildir/.Sent/cur/2.x:2,S", b"m", 1001, 1001, 0o600, NOW, "S"),
    )
    at = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    return EmailAction(
        decky="d1",
        moment=at,
        persona="bob",
        message_id=identity,
        thread_id="t1",
        in_reply_to="b@x",
        references=("b@x",),
        sender="bob@x.y",
        recipient="ann@x.y",
        cc=("cy@x.y",),
        subject="Größe",
        language="de",
        body="Hallo",
        about={"n": "3"},
        copies=copies,
    )


def deliver(ledger: Ledger, made: EmailAction) -> None:
    [uuid] = ledger.begin([made], NOW)
    ledger.record("d1", NOW, outcomes=[(uuid, Outcome(action=made, success=True, changed=True))])


def test_a_mail_keeps_the_zone_of_its_sender(ledger: Ledger) -> None:
    deliver(ledger, mail())
    deliver(ledger, mail())
    [email] = ledger.list_emails("d1", since=NOW - timedelta(days=1))
    assert (email.sent.message_id, email.sent.references, email.sent.cc) == ("a@x", ("b@x",), ("cy@x.y",))
    assert (email.sent.subject, email.sent.about) == ("Größe", {"n": "3"})
    assert email.sent.sent_at == NOW and email.sent.sent_at.utcoffset() == timedelta(hours=5, minutes=30)
    assert ledger.list_emails("d1", since=NOW + timedelta(seconds=1)) == [] == ledger.list_emails("d2")


def test_a_mark_moves_a_copy_and_a_lost_copy_is_skipped(ledger: Ledger) -> None:
    deliver(ledger, mail())
    where = "/home/ann/Maildir/new/1.x"
    for success, flags in ((True, "S"), (False, "RS")):
        mark = FlagAction(
            decky="d1",
            moment=NOW,
            persona="ann",
            message_id="a@x",
            path=where,
            target=f"/home/ann/Maildir/cur/1.x:2,{flags}",
            flags=flags,
        )
        [uuid] = ledger.begin([mark], NOW)
        ledger.record("d1", NOW, outcomes=[(uuid, Outcome(action=mark, success=success, changed=success))])
        where = mark.target
    [email] = ledger.list_emails()
    assert email.copies[0] == {"owner": "ann", "path": "/home/ann/Maildir/cur/1.x:2,S", "flags": "S", "lost": "yes"}
    assert email.path == "/home/ann/Maildir/cur/1.x:2,S" and email.copies[1]["flags"] == "S"


def test_a_mail_of_a_crashed_tick_is_recorded_at_its_path(ledger: Ledger) -> None:
    sent = mail("a@x")
    ledger.begin([sent, mail("c@x", "/home/ann/Maildir/new/3.x")], NOW)
    first, second = sorted(ledger.pending("d1"), key=lambda event: event.payload["message_id"])
    ledger.close_intent(first, True, Outcome(action=sent, success=True).changes())
    ledger.close_intent(second, False)
    assert [email.sent.message_id for email in ledger.list_emails()] == ["a@x"] and ledger.pending("d1") == []
    assert all("recovery" not in event.payload for event in ledger.list_events())


def test_one_holder_has_a_lease_until_it_expires(ledger: Ledger) -> None:
    assert (
        ledger.acquire_lease("d1", "one", 60)
        and ledger.acquire_lease("d1", "one", 60)
        and ledger.acquire_lease("d2", "two", 60)
    )
    assert not ledger.acquire_lease("d1", "two", 60)
    ledger.release_lease("d1", "two")
    assert not ledger.acquire_lease("d1", "two", 60)
    ledger.release_lease("d1", "one")
    with ledger.lease("d1", "two", 0) as mine:
        assert mine
        # The lease of a dead controller expires, and this one expires at once.
        assert ledger.acquire_lease("d1", "one", 60)
    # The first holder does not release the lease of the second.
    assert not ledger.acquire_lease("d1", "three", 60)


def test_every_event_waits_for_each_publisher_in_order(ledger: Ledger) -> None:
    ledger.publishers = ("jsonl", "nats")
    deliver(ledger, mail())
    made = action("/a")
    [uuid] = ledger.begin([made], NOW)
    ledger.record("d1", NOW, outcomes=[(uuid, Outcome(action=made, success=False, error="no"))])
    ledger.enqueue(("jsonl",), "system.orchestrator.health", {"ok": True}, NOW)
    rows = ledger.unpublished("jsonl")
    assert [row.topic for row in rows] == [
        "orchestrator.email.d1",
        "orchestrator.file.d1",
        "system.orchestrator.health",
    ]
    assert (
        rows[0].payload["action"] == "email:send"
        and rows[0].payload["status"] == "done"
        and "recovery" not in rows[0].payload["payload"]
    )
    ledger.published([row.id for row in rows[:2]])
    assert (ledger.outbox_size("jsonl"), ledger.outbox_size("nats")) == (1, 2)


def test_a_breaker_opens_and_lets_one_try_again(ledger: Ledger) -> None:
    pause = timedelta(minutes=5)
    for _failure in range(3):
        assert ledger.may_call("x", NOW, 3, pause)
        ledger.note_failure("x", NOW, 3, pause)
    assert not ledger.may_call("x", NOW + timedelta(minutes=4), 3, pause) and ledger.get_breaker("x").failures == 3
    later = NOW + timedelta(minutes=6)
    assert [ledger.may_call("x", later, 3, pause) for _caller in range(3)] == [True, False, False]
    ledger.note_success("x", later)
    assert ledger.may_call("x", later, 3, pause) and ledger.get_breaker("x").open_until is None
