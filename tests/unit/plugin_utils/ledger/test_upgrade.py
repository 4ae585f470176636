# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A ledger of any earlier version has, once it is upgraded, the tables of a new one and what it had before."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import LedgerError, migrations, open_ledger, schema

NOW = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
OLDER = range(1, schema.SCHEMA_VERSION)


def older(folder: Path, version: int) -> Path:
    """A ledger as the collection made it at that version, with rows in the tables that it had."""
    path = folder / "ledger.db"
    text = (Path(__file__).parent / f"ledger_version_{version}.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(text)
    path.chmod(0o600)
    return path


def difference(path: Path) -> list[object]:
    """What Alembic would change in a database to match the declaration, and primary keys, which it ignores."""
    with sa.create_engine(f"sqlite:///{path}").connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        changes = list(compare_metadata(context, schema.Base.metadata))
        inspector = sa.inspect(connection)
        keys = {name: inspector.get_pk_constraint(name)["constrained_columns"] for name in inspector.get_table_names()}
    for table in schema.Base.metadata.sorted_tables:
        declared = [column.name for column in table.primary_key]
        changes += [] if keys.get(table.name) == declared else [(table.name, keys.get(table.name), declared)]
    return changes


@pytest.mark.parametrize("version", [*OLDER, schema.SCHEMA_VERSION])
def test_the_tables_are_those_that_are_declared(tmp_path: Path, version: int) -> None:
    path = older(tmp_path, version) if version in OLDER else tmp_path / "ledger.db"
    open_ledger(str(path)).close()
    assert difference(path) == []


def test_a_difference_would_be_found(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    open_ledger(str(path)).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("DROP INDEX outbox_by_publisher; ALTER TABLE leases ADD COLUMN extra TEXT;")
    assert len(difference(path)) == 2


@pytest.mark.parametrize("version", OLDER)
def test_what_was_known_is_kept(tmp_path: Path, version: int) -> None:
    with open_ledger(str(older(tmp_path, version))) as ledger:
        assert ledger.fleet_seed == "old seed"
        assert [row.path for row in ledger.list_synthetic_files()] == ["/home/ann/TODO.md"]
        assert ledger.get_facts("d1", HOUR, NOW) == {"hostname": "d1"} and ledger.last_ticks()["d1"] == NOW
    [copy] = tmp_path.glob(f"ledger.db.v{version}-*")
    assert copy.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("version", [2, 3])
def test_keys_that_were_in_disguise_are_told_apart(tmp_path: Path, version: int) -> None:
    with open_ledger(str(older(tmp_path, version))) as ledger:
        assert ledger.last_ticks() == {"d1": NOW, "rack1:web": NOW}
        for decky in ("d1", "rack1:web"):
            assert ledger.clocks(decky) == {"tick": NOW, "logs": NOW + HOUR, "mail": NOW + 2 * HOUR}
        assert ledger.get_facts("d1", HOUR, NOW, "mailboxes") == {"hostname": "mail-d1"}
        assert ledger.get_facts("mail:d1", HOUR, NOW) is None


@pytest.mark.parametrize("version", [2, 3])
def test_what_a_running_fleet_needs_is_kept(tmp_path: Path, version: int) -> None:
    with open_ledger(str(older(tmp_path, version))) as ledger:
        one, other = ledger.get_breaker("x"), ledger.get_breaker("y")
        assert (one.failures, one.open_until) == (1, None)
        assert (other.failures, other.open_until) == (3, NOW + timedelta(minutes=5))
        assert ledger.outbox_size("jsonl") == 1 and ledger.get_cached("h", 0) == "{}"
        assert ledger.renew_lease("d1", "one", 60)


@pytest.mark.parametrize("version", OLDER)
def test_an_upgrade_that_fails_leaves_the_ledger_as_it_was(
    tmp_path: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fails after its last step, when everything is done and nothing is committed."""
    path = older(tmp_path, version)
    with closing(sqlite3.connect(path)) as connection:
        before = list(connection.iterdump())
    steps = migrations.import_module

    def broken(name: str) -> object:
        if name.endswith(f"version_{schema.SCHEMA_VERSION}"):
            step = steps(name).upgrade

            class Step:
                @staticmethod
                def upgrade(connection: sa.Connection) -> None:
                    step(connection)
                    connection.execute(sa.text("DROP TABLE nowhere"))

            return Step
        return steps(name)

    monkeypatch.setattr(migrations, "import_module", broken)
    with pytest.raises(LedgerError, match="nowhere"):
        open_ledger(str(path))
    with closing(sqlite3.connect(path)) as connection:
        assert list(connection.iterdump()) == before


@pytest.mark.parametrize("name", ["rack-mail:web", "MAIL:web", "logs", "mail-01"])
def test_only_the_prefix_of_a_key_was_a_disguise(tmp_path: Path, name: str) -> None:
    path = older(tmp_path, 2)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO ticks SELECT ?, last_tick FROM ticks WHERE decky = 'd1'", (name,))
        connection.execute("INSERT INTO facts SELECT ?, gathered_at, data FROM facts WHERE decky = 'd1'", (name,))
        connection.commit()
    with open_ledger(str(path)) as ledger:
        assert ledger.clocks(name) == {"tick": NOW} and ledger.get_facts(name, HOUR, NOW) == {"hostname": "d1"}
