# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger forgets nothing, invents nothing, and refuses what is not a ledger."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
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
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, LedgerError, open_ledger, sqlite
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger.files import pick_statement

NOW = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=timezone.utc)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(str(tmp_path / "new" / "ledger.db"), seed="s")


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


def test_nobody_else_reads_a_ledger(ledger: Ledger) -> None:
    plant(ledger)
    for name in os.listdir(os.path.dirname(ledger.path)):
        assert os.stat(os.path.join(os.path.dirname(ledger.path), name)).st_mode & 0o077 == 0


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


def test_the_pick_is_the_actors_own_present_file_and_same_dice_same_file(ledger: Ledger) -> None:
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


def test_the_pick_is_a_range_of_an_index_however_many_rows(ledger: Ledger) -> None:
    plant(ledger)
    statement = str(pick_statement("d1", "ann", ["todo"], "8").compile(compile_kwargs={"literal_binds": True}))
    plan = " ".join(row[3] for row in sqlite3.connect(ledger.path).execute("EXPLAIN QUERY PLAN " + statement))
    assert (
        "USING INDEX synthetic_files_by_actor (decky=? AND state=? AND persona=? AND uuid>?)" in plan
        and "TEMP B-TREE" not in plan
    )


def test_a_crashed_tick_leaves_intents_that_are_settled_by_what_stands_there(ledger: Ledger) -> None:
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


def test_the_fleets_seed_stays(ledger: Ledger) -> None:
    assert open_ledger(ledger.location, seed="another").fleet_seed == "s"


@pytest.mark.parametrize("make", ["text", "database", "newer", "directory"])
def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, make: str) -> None:
    path = tmp_path / "l.db"
    if make == "text":
        path.write_text("my shopping list, which is rather dear to me\n")
    elif make == "directory":
        path.mkdir()
    elif make == "database":
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE shopping (item)")
    else:
        open_ledger(str(path)).close()
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
        connection.close()
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(LedgerError, match=str(path)):
        open_ledger(str(path))
    assert not path.is_file() or path.read_bytes() == before


#: So many processes that are all there before the first of them opens the ledger; the status of each, as a list.
_CROWD = """
import os, sys, traceback
from datetime import datetime, timezone
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger
path, count, children, (starts, start) = sys.argv[1], int(sys.argv[2]), [], os.pipe()
for process in range(count):
    children.append(os.fork())
    if not children[-1]:
        os.close(start)
        os.read(starts, 1)
        try:
            {work}
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
os.close(start)
print([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children])
"""
_WRITE = """
            ledger = open_ledger(path)
            for number in range(4):
                ledger.record_synthetic_file(
                    "d1", f"/{process}/{number}", persona=None, content_class="todo", body=b"",
                    moment=datetime(2026, 3, 2, 12, tzinfo=timezone.utc))
"""
_OPEN = """
            assert open_ledger(path).fleet_seed == "old seed"
"""


def statuses(work: str, path: Path, count: int) -> list[int]:
    """How so many processes ended that did this work on one ledger, all at once."""
    script = _CROWD.replace("{work}", work.strip())
    done = subprocess.run(
        [sys.executable, "-c", script, str(path), str(count)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[int] = json.loads(done.stdout)
    assert set(found) == {0}, done.stderr
    return found


def test_fifty_processes_lose_no_row(tmp_path: Path) -> None:
    assert len(statuses(_WRITE, tmp_path / "l.db", 50)) == 50
    assert len(open_ledger(str(tmp_path / "l.db")).list_synthetic_files()) == 200


def test_a_ledger_that_another_is_making_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite itself does not wait before the first switch to write-ahead logging."""
    path = tmp_path / "l.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            other.execute("ROLLBACK")

    monkeypatch.setattr(sqlite.time, "sleep", nap)
    assert open_ledger(str(path)).list_synthetic_files() == [] and len(naps) == 3


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


def test_a_mail_comes_back_as_it_was_sent_in_its_senders_zone(ledger: Ledger) -> None:
    deliver(ledger, mail())
    deliver(ledger, mail())
    [email] = ledger.list_emails("d1", since=NOW - timedelta(days=1))
    assert (email.sent.message_id, email.sent.references, email.sent.cc) == ("a@x", ("b@x",), ("cy@x.y",))
    assert (email.sent.subject, email.sent.about) == ("Größe", {"n": "3"})
    assert email.sent.sent_at == NOW and email.sent.sent_at.utcoffset() == timedelta(hours=5, minutes=30)
    assert ledger.list_emails("d1", since=NOW + timedelta(seconds=1)) == [] == ledger.list_emails("d2")


def test_a_mark_moves_a_copy_and_a_lost_one_is_not_sought_again(ledger: Ledger) -> None:
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


def test_a_mail_of_a_crashed_tick_is_remembered_where_it_landed(ledger: Ledger) -> None:
    sent = mail("a@x")
    ledger.begin([sent, mail("c@x", "/home/ann/Maildir/new/3.x")], NOW)
    first, second = sorted(ledger.pending("d1"), key=lambda event: event.payload["message_id"])
    ledger.close_intent(first, True, Outcome(action=sent, success=True).changes())
    ledger.close_intent(second, False)
    assert [email.sent.message_id for email in ledger.list_emails()] == ["a@x"] and ledger.pending("d1") == []
    assert all("recovery" not in event.payload for event in ledger.list_events())


def test_one_holder_has_a_lease_until_its_time_is_over(ledger: Ledger) -> None:
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
        # A controller that died in the middle gives back by time, and this one's time is over at once.
        assert ledger.acquire_lease("d1", "one", 60)
    # The one that was thought dead does not take the other's lease away by ending.
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


def version_1(path: Path) -> None:
    """A ledger as the first release made it, with a row in each table that it used."""
    with sqlite3.connect(path) as connection:
        connection.executescript((Path(__file__).parent / "ledger_version_1.sql").read_text(encoding="utf-8"))
    connection.close()
    path.chmod(0o600)


def test_an_older_ledger_is_copied_and_brought_up_to_date_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    version_1(path)
    assert len(statuses(_OPEN, path, 8)) == 8
    [copy] = tmp_path.glob("ledger.db.v1-*")
    assert copy.stat().st_mode & 0o077 == 0
    ledger = open_ledger(str(path))
    assert ledger.fleet_seed == "old seed" and [row.path for row in ledger.list_synthetic_files()] == [
        "/home/ann/TODO.md"
    ]
    deliver(ledger, mail())
    assert len(ledger.list_emails()) == 1
    with sqlite3.connect(path) as new, sqlite3.connect(copy) as old, sqlite3.connect(tmp_path / "fresh.db") as fresh:
        open_ledger(str(tmp_path / "fresh.db")).close()
        assert old.execute("select value from meta where key = 'schema_version'").fetchone() == ("1",)
        # An upgraded ledger has the very columns of a new one.
        for (table,) in fresh.execute(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
        ).fetchall():
            columns = f"select name, type, \"notnull\" from pragma_table_info('{table}') order by cid"
            assert new.execute(columns).fetchall() == fresh.execute(columns).fetchall(), table
        indexes = (
            "select name, tbl_name from sqlite_master where type = 'index' and name not like 'sqlite_%' order by 1"
        )
        assert new.execute(indexes).fetchall() == fresh.execute(indexes).fetchall()


def test_an_upgrade_that_fails_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    version_1(path)
    with sqlite3.connect(path) as connection:
        connection.execute("create table leases (x)")
    connection.close()
    before = sorted(sqlite3.connect(path).iterdump())
    with pytest.raises(LedgerError, match="leases"):
        open_ledger(str(path))
    assert sorted(sqlite3.connect(path).iterdump()) == before
