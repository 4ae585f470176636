# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger: what the controller remembers of a fleet. Every method is one transaction.

A connection never crosses a fork: the engine belongs to the process that made it.
"""
from __future__ import annotations

import contextlib
import os
import random
import secrets
import uuid as uuids
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.taxonomy import Action, EditAction, EmailAction, FileAction, FlagAction

from .. import events as telling
from . import breakers, emails, files, sqlite
from .errors import LedgerError
from .records import Email, Event, SyntheticFile
from .schema import IMPORT_ERROR, SCHEMA_VERSION, from_stored, sa, tables, to_stored

if TYPE_CHECKING:
    from ..drivers.base import ActivityResult


class Ledger:
    """A ledger in one SQLite file. Use as a context manager, or call :meth:`close`."""

    def __init__(self, path: str, seed: str | None = None) -> None:
        if IMPORT_ERROR:
            raise LedgerError(f"the ledger needs the Python package SQLAlchemy on the controller ({IMPORT_ERROR}); install it there")
        self.path = os.path.abspath(os.path.expanduser(path))
        self._engine: Any = None
        self._pid = 0
        new = sqlite.prepare(self.path)
        with self._transaction() as connection:
            if new:
                tables().metadata.create_all(connection)
            self._check(connection, seed)

    def _check(self, connection: Any, seed: str | None) -> None:
        meta = tables().meta
        known = dict(connection.execute(sa.select(meta.c.key, meta.c.value)).tuples().all())
        version = known.get("schema_version")
        if version is None:
            seed = seed or secrets.token_hex(16)
            rows = [{"key": "schema_version", "value": str(SCHEMA_VERSION)}, {"key": "fleet_seed", "value": seed}]
            connection.execute(sa.insert(meta), rows)
            known["fleet_seed"] = seed
        elif not version.isdigit() or int(version) > SCHEMA_VERSION:
            raise LedgerError(
                f"the ledger {self.path} has schema version {version[:20]}, this collection knows {SCHEMA_VERSION}; upgrade decnet.realism on this controller"
            )
        self.fleet_seed: str = known["fleet_seed"]

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connection."""
        if self._engine is not None and self._pid == os.getpid():
            self._engine.dispose()
        self._engine = None

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[Any]:
        if self._engine is None or self._pid != os.getpid():
            self._engine, self._pid = sqlite.engine(self.path), os.getpid()
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.SQLAlchemyError as problem:
            cause = " ".join(str(getattr(problem, "orig", None) or problem).split())[:160]
            raise LedgerError(f"the ledger {self.path} refused ({cause}); nothing of this step was kept, check the disk and permissions") from None

    # Synthetic files

    def record_synthetic_file(
        self, decky: str, path: str, *, persona: str | None, content_class: str, body: bytes, moment: datetime
    ) -> str:
        """Remember a planted file; a path planted again has its row patched. Its uuid."""
        with self._transaction() as connection:
            return files.record(connection, decky=decky, path=path, persona=persona, content_class=content_class, body=body, moment=moment)

    def update_synthetic_file(self, uuid: str, *, body: bytes, moment: datetime) -> bool:
        """Advance the row of an edited file; False, and nothing changed, where it was pruned in between."""
        with self._transaction() as connection:
            return files.update(connection, uuid, body=body, moment=moment)

    def mark_synthetic_file(self, uuid: str, state: str) -> None:
        """Say that a file is gone, tampered with, or present again."""
        table = tables().synthetic_files
        with self._transaction() as connection:
            connection.execute(sa.update(table).where(table.c.uuid == uuid).values(state=state))

    def prune_synthetic_file(self, uuid: str) -> None:
        """Forget a file."""
        table = tables().synthetic_files
        with self._transaction() as connection:
            connection.execute(sa.delete(table).where(table.c.uuid == uuid))

    def list_synthetic_files(
        self, decky: str | None = None, persona: str | None = None, content_class: str | None = None, limit: int | None = None
    ) -> list[SyntheticFile]:
        """Known files, in the order of decky and path."""
        with self._transaction() as connection:
            return files.listing(connection, limit, decky=decky, persona=persona, content_class=content_class)

    def get_synthetic_file(self, decky: str, path: str) -> SyntheticFile | None:
        """The row of one path."""
        with self._transaction() as connection:
            return next(iter(files.listing(connection, 1, decky=decky, path=path)), None)

    def pick_random_synthetic_file_for_edit(
        self, decky: str, rng: random.Random, persona: str | None, content_classes: Sequence[str]
    ) -> SyntheticFile | None:
        """A file of that actor that could go on, or None; the same cost at ten rows and at a million."""
        with self._transaction() as connection:
            return files.pick(connection, decky, rng, persona, content_classes)

    # Ticks and events

    def begin_tick(self, actions: Sequence[Action], now: datetime) -> list[str]:
        """Write the intent of every action as a pending event, in one transaction; their uuids."""
        rows = [{**_row(action, now), "uuid": str(uuids.uuid4())} for action in actions]
        with self._transaction() as connection:
            if rows:
                connection.execute(sa.insert(tables().events), rows)
        return [row["uuid"] for row in rows]

    def finish_tick(self, decky: str, outcomes: Sequence[tuple[str, ActivityResult]], now: datetime, until: datetime | None = None) -> None:
        """Write what became of the intents and advance the files and the decky's last tick, in one transaction."""
        events = tables().events
        with self._transaction() as connection:
            for uuid, result in outcomes:
                values = _row(result.action, now, result)
                connection.execute(sa.update(events).where(events.c.uuid == uuid).values(**values))
                if result.success and result.body is not None and isinstance(result.action, (FileAction, EditAction)):
                    _advance(connection, result.action, result.body, result.content_hash)
                if result.success and isinstance(result.action, EmailAction):
                    emails.record(connection, emails.values_of(result.action))
                if isinstance(result.action, FlagAction):
                    emails.move_copy(connection, result.action, result.success)
            if until is not None:
                _set_last_tick(connection, decky, until)

    def record_event(self, action: Action, result: ActivityResult | None, now: datetime) -> str:
        """Write one event at once."""
        uuid = str(uuids.uuid4())
        with self._transaction() as connection:
            connection.execute(sa.insert(tables().events).values(uuid=uuid, **_row(action, now, result)))
        return uuid

    def pending(self, decky: str) -> list[Event]:
        """The intents that a crashed tick of this decky left."""
        events = tables().events
        mine = sa.or_(sa.and_(events.c.kind != "traffic", events.c.dst_decky == decky), events.c.src_decky == decky)
        with self._transaction() as connection:
            rows = connection.execute(sa.select(events).where(events.c.status == "pending", mine).order_by(events.c.ts)).all()
        return [Event.of(row) for row in rows]

    def settle(self, event: Event, landed: bytes | None) -> None:
        """Close an intent after looking at the decky: ``landed`` is the body that stands there as it was meant, else None."""
        events = tables().events
        done = landed is not None
        with self._transaction() as connection:
            connection.execute(
                sa.update(events)
                .where(events.c.uuid == event.uuid)
                .values(status="done" if done else "failed", success=done, payload={**event.payload, "settled": True})
            )
            if landed is not None:
                files.record(
                    connection,
                    decky=str(event.dst_decky),
                    path=event.payload["path"],
                    persona=event.persona,
                    content_class=event.payload["content_class"],
                    body=landed,
                    moment=datetime.fromisoformat(event.occurred_at),
                )

    def settle_email(self, event: Event, landed: bool) -> None:
        """Close the intent of a mail, or of a mark on one, after looking at the mailbox."""
        events = tables().events
        payload = {name: value for name, value in event.payload.items() if name != "record"}
        with self._transaction() as connection:
            values = {"status": "done" if landed else "failed", "success": landed, "payload": {**payload, "settled": True}}
            connection.execute(sa.update(events).where(events.c.uuid == event.uuid).values(**values))
            if landed and event.payload.get("record"):
                emails.record(connection, event.payload["record"])

    def done_occasions(self, occasions: Sequence[str]) -> frozenset[str]:
        """Which of these occasions an earlier tick carried out."""
        events = tables().events
        done: set[str] = set()
        with self._transaction() as connection:
            for start in range(0, len(occasions), 500):
                some = list(occasions[start : start + 500])
                query = sa.select(events.c.occasion).where(events.c.occasion.in_(some), events.c.status == "done")
                done.update(connection.execute(query).scalars())
        return frozenset(done)

    def list_events(self, decky: str | None = None, limit: int | None = None) -> list[Event]:
        """Events, oldest first."""
        events = tables().events
        query = sa.select(events).order_by(events.c.ts, events.c.uuid).limit(limit)
        if decky is not None:
            query = query.where(sa.or_(events.c.dst_decky == decky, events.c.src_decky == decky))
        with self._transaction() as connection:
            return [Event.of(row) for row in connection.execute(query)]

    def last_tick(self, decky: str) -> datetime | None:
        """Up to which moment the decky has been aged."""
        ticks = tables().ticks
        with self._transaction() as connection:
            stored = connection.execute(sa.select(ticks.c.last_tick).where(ticks.c.decky == decky)).scalar()
        return None if stored is None else from_stored(stored)

    def set_last_tick(self, decky: str, moment: datetime) -> None:
        """Remember that the decky has been aged up to ``moment``."""
        with self._transaction() as connection:
            _set_last_tick(connection, decky, moment)

    # Mail

    def list_emails(self, decky: str | None = None, since: datetime | None = None, limit: int | None = None) -> list[Email]:
        """Delivered mails, in the order of their dates."""
        with self._transaction() as connection:
            return emails.listing(connection, decky, since, limit)

    # Language models

    def get_breaker(self, name: str) -> breakers.Breaker:
        """How a backend has done lately."""
        with self._transaction() as connection:
            return breakers.get(connection, name)

    def may_call(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> bool:
        """Whether a backend may be asked; after a pause, one caller may try."""
        with self._transaction() as connection:
            return breakers.may_call(connection, name, now, threshold, cooldown)

    def note_failure(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> None:
        """Count a failure of a backend."""
        with self._transaction() as connection:
            breakers.note_failure(connection, name, now, threshold, cooldown)

    def note_success(self, name: str, now: datetime) -> None:
        """Forget the failures of a backend."""
        with self._transaction() as connection:
            breakers.note_success(connection, name, now)

    # Facts

    def get_facts(self, decky: str, max_age: timedelta, now: datetime) -> Mapping[str, Any] | None:
        """The decky's facts, unless they are older than ``max_age``."""
        facts = tables().facts
        with self._transaction() as connection:
            row = connection.execute(sa.select(facts).where(facts.c.decky == decky)).first()
        fresh = row is not None and abs(now - from_stored(row.gathered_at)) <= max_age
        return row.data if row is not None and fresh else None

    def put_facts(self, decky: str, data: Mapping[str, Any], now: datetime) -> None:
        """Keep the decky's facts."""
        facts = tables().facts
        with self._transaction() as connection:
            connection.execute(sa.delete(facts).where(facts.c.decky == decky))
            connection.execute(sa.insert(facts).values(decky=decky, gathered_at=to_stored(now), data=dict(data)))


def open_ledger(location: str, *, seed: str | None = None) -> Ledger:
    """Open, or make, the ledger at a path or ``sqlite:///path``. Raises LedgerError."""
    scheme, separator, rest = location.partition("://")
    if separator and scheme != "sqlite":
        raise LedgerError(f"the ledger {scheme}://... is of a kind that this version does not speak; set decoy_ledger to a path")
    return Ledger(rest.removeprefix("/") if separator else location, seed)


def _row(action: Action, now: datetime, result: ActivityResult | None = None) -> dict[str, Any]:
    row = telling.to_row(action, now, result)
    if result is None and isinstance(action, (FileAction, EditAction)) and not (isinstance(action, EditAction) and action.append):
        row["payload"] = {**row["payload"], "content_hash": files.digest(action.body)}
    if result is None and isinstance(action, EmailAction):
        row["payload"] = {**row["payload"], "record": emails.values_of(action)}
    return {**row, "ts": to_stored(now)}


def _advance(connection: Any, action: FileAction | EditAction, body: bytes, content_hash: str | None) -> None:
    if isinstance(action, EditAction) and not action.append:
        files.update(connection, action.synthetic_file_uuid, body=body, moment=action.mtime, content_hash=content_hash)
        return
    files.record(
        connection,
        decky=action.decky,
        path=action.path,
        persona=action.persona,
        content_class=action.content_class.value,
        body=body,
        moment=action.mtime,
        content_hash=content_hash,
    )


def _set_last_tick(connection: Any, decky: str, moment: datetime) -> None:
    ticks = tables().ticks
    stored = to_stored(moment)
    if not connection.execute(sa.update(ticks).where(ticks.c.decky == decky).values(last_tick=stored)).rowcount:
        connection.execute(sa.insert(ticks).values(decky=decky, last_tick=stored))
