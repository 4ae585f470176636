# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger forgets nothing, invents nothing, and refuses what is not a ledger."""
from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.dice import dice
from ansible_collections.decnet.realism.plugins.module_utils.realism.taxonomy import ContentClass, EditAction, FileAction
from ansible_collections.decnet.realism.plugins.plugin_utils.drivers import ActivityResult
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, LedgerError, open_ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger.files import pick_statement

NOW = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=timezone.utc)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(str(tmp_path / "new" / "ledger.db"), seed="s")


def plant(ledger: Ledger, path: str = "/home/ann/TODO.md", body: bytes = b"x", persona: str | None = "ann", moment: datetime = NOW) -> str:
    return ledger.record_synthetic_file("d1", path, persona=persona, content_class="todo", body=body, moment=moment)


def action(path: str, body: bytes = b"x") -> FileAction:
    return FileAction("d1", path, "ann", ContentClass.NOTE, body, 1000, 1000, 0o644, NOW, "o1")


def done(made: FileAction | EditAction) -> ActivityResult:
    return ActivityResult(made, True, True, None, {}, made.body, hashlib.sha256(made.body).hexdigest())


def test_nobody_else_reads_a_ledger(ledger: Ledger) -> None:
    plant(ledger)
    for name in os.listdir(os.path.dirname(ledger.path)):
        assert os.stat(os.path.join(os.path.dirname(ledger.path), name)).st_mode & 0o077 == 0


def test_a_replant_patches_the_row(ledger: Ledger) -> None:
    first = plant(ledger)
    assert plant(ledger, body=b"yy", moment=NOW + timedelta(hours=1)) == first
    [row] = ledger.list_synthetic_files("d1")
    assert (row.edit_count, row.last_body, row.created_at, row.last_modified) == (1, b"yy", NOW, NOW + timedelta(hours=1))
    assert row.content_hash == hashlib.sha256(b"yy").hexdigest()


def test_an_edit_of_a_pruned_row_changes_nothing(ledger: Ledger) -> None:
    uuid = plant(ledger)
    ledger.prune_synthetic_file(uuid)
    assert ledger.update_synthetic_file(uuid, body=b"z", moment=NOW) is False
    assert ledger.list_synthetic_files() == []


def test_the_pick_is_the_actors_own_present_file_and_same_dice_same_file(ledger: Ledger) -> None:
    for number in range(20):
        plant(ledger, f"/home/ann/{number}", persona="ann" if number % 2 else "bob")
    gone = next(row for row in ledger.list_synthetic_files(persona="ann"))
    ledger.mark_synthetic_file(gone.uuid, "gone")
    picked = [ledger.pick_random_synthetic_file_for_edit("d1", dice(seed), "ann", ["todo"]) for seed in range(60)]
    paths = {row.path for row in picked if row}
    assert len(paths) > 4 and gone.path not in paths and all(row and row.persona == "ann" for row in picked)
    assert picked[3] == ledger.pick_random_synthetic_file_for_edit("d1", dice(3), "ann", ["todo"])
    assert ledger.pick_random_synthetic_file_for_edit("d1", dice(3), "ann", ["script"]) is None


def test_the_pick_is_a_range_of_an_index_however_many_rows(ledger: Ledger) -> None:
    plant(ledger)
    statement = str(pick_statement("d1", "ann", ["todo"], "8").compile(compile_kwargs={"literal_binds": True}))
    plan = " ".join(row[3] for row in sqlite3.connect(ledger.path).execute("EXPLAIN QUERY PLAN " + statement))
    assert "USING INDEX synthetic_files_by_actor (decky=? AND state=? AND persona=? AND uuid>?)" in plan and "TEMP B-TREE" not in plan


def test_a_crashed_tick_leaves_intents_that_are_settled_by_what_stands_there(ledger: Ledger) -> None:
    ledger.begin_tick([action("/home/ann/a"), action("/home/ann/b")], NOW)
    first, second = sorted(ledger.pending("d1"), key=lambda event: event.payload["path"])
    assert first.payload["content_hash"] == hashlib.sha256(b"x").hexdigest()
    ledger.settle(first, b"x")
    ledger.settle(second, None)
    assert ledger.pending("d1") == []
    assert [row.path for row in ledger.list_synthetic_files("d1")] == ["/home/ann/a"]
    assert sorted(event.status for event in ledger.list_events("d1")) == ["done", "failed"]


def test_a_tick_advances_rows_events_and_clock_together(ledger: Ledger) -> None:
    made = action("/home/ann/a")
    [uuid] = ledger.begin_tick([made], NOW)
    ledger.finish_tick("d1", [(uuid, done(made))], NOW, until=NOW)
    row = ledger.get_synthetic_file("d1", "/home/ann/a")
    assert row and ledger.last_tick("d1") == NOW
    edit = EditAction("d1", row.path, "ann", ContentClass.NOTE, b"x", b"y", 1000, 1000, 0o644, NOW + timedelta(hours=1), row.uuid)
    [uuid] = ledger.begin_tick([edit], NOW)
    ledger.finish_tick("d1", [(uuid, done(edit))], NOW)
    assert ledger.get_synthetic_file("d1", row.path).edit_count == 1  # type: ignore[union-attr]
    [create, change] = sorted(ledger.list_events("d1"), key=lambda event: event.action)
    assert (create.action, create.topic, create.status) == ("file:create", "orchestrator.file.d1", "done")
    assert change.action == "file:edit" and change.success


def test_facts_grow_stale(ledger: Ledger) -> None:
    ledger.put_facts("d1", {"hostname": "d1"}, NOW)
    assert ledger.get_facts("d1", timedelta(hours=1), NOW + timedelta(minutes=59)) == {"hostname": "d1"}
    assert ledger.get_facts("d1", timedelta(hours=1), NOW + timedelta(minutes=61)) is None


def test_the_fleets_seed_stays(ledger: Ledger) -> None:
    assert open_ledger(ledger.path, seed="another").fleet_seed == "s"


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


_WRITER = """
import sys
from datetime import datetime, timezone
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger
ledger = open_ledger(sys.argv[1])
for number in range(4):
    ledger.record_synthetic_file("d1", f"/{sys.argv[2]}/{number}", persona=None, content_class="todo", body=b"", moment=datetime.now(timezone.utc))
"""


def test_fifty_processes_lose_no_row(tmp_path: Path) -> None:
    path = str(tmp_path / "l.db")
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, path, str(number)]) for number in range(50)]
    assert [writer.wait(timeout=120) for writer in writers] == [0] * 50
    assert len(open_ledger(path).list_synthetic_files()) == 200
