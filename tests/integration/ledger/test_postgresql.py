# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger in PostgreSQL: the contract of the ledgers, and tests with several controllers."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import (
    Ledger,
    LedgerError,
    open_ledger,
    postgresql,
    schema,
)
from contracts import holiday_store as holiday_store_contract
from contracts import ledger as ledger_contract
from contracts import ledger_keys as ledger_keys_contract
from contracts import ledger_transactions as ledger_transactions_contract
from contracts.collection import contract_tests
from contracts.ledger import NOW, deliver, mail

from ..conditions import PATIENCE, wait_until
from .conftest import PASSWORD, ROOT, Server

globals().update(
    contract_tests(holiday_store_contract, ledger_contract, ledger_keys_contract, ledger_transactions_contract)
)


@pytest.fixture
def store(ledger: Ledger) -> Ledger:
    """The ledger as the store of public holidays."""
    return ledger


_WRITER = """
import sys
from datetime import datetime, timezone
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger
ledger = open_ledger(sys.argv[1], seed="s")
for number in range(4):
    path, now = f"/{sys.argv[2]}/{number}", datetime.now(timezone.utc)
    ledger.record_synthetic_file("d1", path, persona=None, content_class="todo", body=b"", moment=now)
"""
_CONTROLLER = """
import sys, time
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger
ledger = open_ledger(sys.argv[1])
for decky in range(40):
    with ledger.lease(f"d{decky}", sys.argv[2], 30) as mine:
        if mine and "tick" not in ledger.clocks(f"d{decky}"):
            from datetime import datetime, timezone
            print(decky)
            time.sleep(0.002)
            ledger.set_clocks(f"d{decky}", {"tick": datetime.now(timezone.utc)})
"""


def controllers(script: str, location: str, count: int) -> list[str]:
    """The outputs of ``count`` processes that run at the same time."""
    running = [
        subprocess.Popen([sys.executable, "-c", script, location, f"c{number}"], stdout=subprocess.PIPE, text=True)
        for number in range(count)
    ]
    said = [process.communicate(timeout=900)[0] for process in running]
    assert [process.returncode for process in running] == [0] * count
    return said


def test_many_controllers_create_the_tables_once_and_lose_no_row(location: str) -> None:
    """All controllers find an empty database at the same time."""
    controllers(_WRITER, location, 20)
    assert len(open_ledger(location).list_synthetic_files()) == 80


def test_of_several_controllers_one_acts_on_a_decky(ledger: Ledger) -> None:
    said = controllers(_CONTROLLER, ledger.location, 4)
    acted = [int(line) for text in said for line in text.split()]
    assert sorted(acted) == list(range(40))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda url: url.replace(PASSWORD, "wrong-secret"), "authentication failed"),
        (lambda url: url.rpartition("/")[0] + "/nowhere", "does not exist"),
        (lambda url: "postgresql://host:port/x", "is not a valid URL"),
        (lambda url: url.replace("postgresql", "mysql"), "unknown scheme"),
    ],
)
def test_an_unreachable_ledger_is_reported_without_the_password(
    location: str, change: Any, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps: list[float] = []
    monkeypatch.setattr(postgresql.time, "sleep", naps.append)
    with pytest.raises(LedgerError, match=said) as caught:
        open_ledger(change(location))
    assert (
        "wrong-secret" not in str(caught.value) and PASSWORD not in str(caught.value) and "\n" not in str(caught.value)
    )
    # A wrong password fails at once.
    assert naps == []


def test_a_newer_ledger_is_refused(location: str) -> None:
    open_ledger(location).close()
    with psycopg.connect(location) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    with pytest.raises(LedgerError, match="version 99") as caught:
        open_ledger(location)
    assert PASSWORD not in str(caught.value)


def as_postgresql(text: str) -> str:
    """A dump of a SQLite ledger in the SQL of PostgreSQL."""
    text = re.sub(r"^(PRAGMA|BEGIN|COMMIT).*\n", "", text, flags=re.MULTILINE)
    text = text.replace("BLOB", "BYTEA").replace("id INTEGER NOT NULL", "id BIGSERIAL NOT NULL")
    text = re.sub(r"X'([0-9A-F]*)'", r"decode('\1', 'hex')", text)
    text = text.replace("'d1',1,'done'", "'d1',true,'done'")
    counted = "SELECT setval(pg_get_serial_sequence('outbox', 'id'), max(id)) FROM outbox;"
    return text + counted if "CREATE TABLE outbox" in text else text


@pytest.mark.parametrize("version", range(1, schema.SCHEMA_VERSION))
def test_an_older_ledger_is_upgraded_and_has_the_tables_of_a_new_one(location: str, version: int) -> None:
    dump = ROOT / f"tests/unit/plugin_utils/ledger/ledger_version_{version}.sql"
    with psycopg.connect(location) as connection:
        connection.execute(as_postgresql(dump.read_text(encoding="utf-8")).encode())
    with open_ledger(location) as upgraded:
        assert upgraded.fleet_seed == "old seed" and upgraded.last_ticks()["d1"] == NOW
        assert [row.path for row in upgraded.list_synthetic_files()] == ["/home/ann/TODO.md"]
        deliver(upgraded, mail())
        upgraded.enqueue(("jsonl",), "topic", {}, NOW)
        if version > 1:
            assert upgraded.clocks("rack1:web").keys() == {"tick", "logs", "mail"}
            assert upgraded.get_facts("d1", timedelta(hours=1), NOW, "mailboxes") == {"hostname": "mail-d1"}
        with upgraded._transaction() as open_transaction:
            context = MigrationContext.configure(open_transaction, opts={"compare_type": True})
            assert compare_metadata(context, schema.Base.metadata) == []


def test_controllers_that_find_an_older_ledger_upgrade_it_once(location: str) -> None:
    dump = ROOT / "tests/unit/plugin_utils/ledger/ledger_version_2.sql"
    with psycopg.connect(location) as connection:
        connection.execute(as_postgresql(dump.read_text(encoding="utf-8")).encode())
    controllers(_WRITER, location, 8)
    assert len(open_ledger(location).list_synthetic_files()) == 1 + 32


def test_a_server_that_is_killed_and_restarted_loses_no_row_and_doubles_none(server: Server, location: str) -> None:
    """Acknowledged rows exist afterwards. Refused rows, and rows without a response, do not exist twice."""
    ledger = open_ledger(location)
    acknowledged: list[str] = []
    refusals: list[str] = []
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.wait(0.002):
            number += 1
            try:
                ledger.record_synthetic_file(
                    "d1", f"/{number}", persona=None, content_class="todo", body=b"x", moment=NOW
                )
                acknowledged.append(f"/{number}")
            except LedgerError as problem:
                refusals.append(str(problem))

    def wait_for_rows(more: int, what: str) -> None:
        wanted = len(acknowledged) + more
        wait_until(lambda: len(acknowledged) >= wanted, what)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _kill in range(2):
            wait_for_rows(1, "the ledger takes rows before the server is killed")
            server.docker("kill", "-s", "KILL", server.name)
            server.docker("start", server.name)
            server.await_answer()
            wait_for_rows(20, "the ledger takes rows from the server that came back")
    finally:
        stop.set()
        writer.join(PATIENCE)
    assert not writer.is_alive()
    assert not [text for text in refusals if PASSWORD in text]
    paths = [row.path for row in open_ledger(location).list_synthetic_files()]
    assert set(acknowledged) <= set(paths) and len(paths) == len(set(paths))
