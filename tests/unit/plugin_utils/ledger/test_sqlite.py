# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A ledger in a SQLite file forgets nothing, invents nothing, and refuses what is not a ledger."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, LedgerError, open_ledger, sqlite
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger.files import pick_statement
from contracts import ledger as ledger_contract
from contracts.collection import contract_tests
from contracts.ledger import deliver, mail, plant

globals().update(contract_tests(ledger_contract))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(str(tmp_path / "new" / "ledger.db"), seed="s")


def test_nobody_else_reads_a_ledger(ledger: Ledger) -> None:
    plant(ledger)
    for name in os.listdir(os.path.dirname(ledger.path)):
        assert os.stat(os.path.join(os.path.dirname(ledger.path), name)).st_mode & 0o077 == 0


def test_the_fleets_seed_stays(ledger: Ledger) -> None:
    assert open_ledger(ledger.location, seed="another").fleet_seed == "s"


def test_the_pick_is_a_range_of_an_index_however_many_rows(ledger: Ledger) -> None:
    plant(ledger)
    statement = str(pick_statement("d1", "ann", ["todo"], "8").compile(compile_kwargs={"literal_binds": True}))
    plan = " ".join(row[3] for row in sqlite3.connect(ledger.path).execute("EXPLAIN QUERY PLAN " + statement))
    assert (
        "USING INDEX synthetic_files_by_actor (decky=? AND state=? AND persona=? AND uuid>?)" in plan
        and "TEMP B-TREE" not in plan
    )


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


@pytest.mark.slow
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
