# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger's memory of synthetic files: statements on an open transaction."""

from __future__ import annotations

import random
import uuid as uuids
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import SyntheticFile

from . import rows
from .schema import sa, tables, to_stored

#: What is kept of a body; of a longer one (a log), the end.
MAX_BODY = 256 * 1024


def record(
    connection: Any,
    *,
    decky: str,
    path: str,
    persona: str | None,
    content_class: str,
    body: bytes,
    moment: datetime,
    content_hash: str,
) -> str:
    """Insert the row of a new file, or patch the row of a path that is planted again; its uuid."""
    files = tables().synthetic_files
    found = connection.execute(sa.select(files.c.uuid).where(files.c.decky == decky, files.c.path == path)).scalar()
    if found is not None:
        update(
            connection,
            found,
            body=body,
            moment=moment,
            content_hash=content_hash,
            persona=persona,
            content_class=content_class,
        )
        return str(found)
    stored = to_stored(moment)
    # Not random: the same fleet, seed and clock choose the same files to edit, on whatever controller.
    made = str(uuids.uuid5(uuids.NAMESPACE_URL, f"{decky}\n{path}\n{stored}"))
    connection.execute(
        sa.insert(files).values(
            uuid=made,
            decky=decky,
            path=path,
            persona=persona,
            content_class=content_class,
            created_at=stored,
            last_modified=stored,
            edit_count=0,
            content_hash=content_hash,
            last_body=body[-MAX_BODY:],
            state="present",
        )
    )
    return made


def update(connection: Any, uuid: str, *, body: bytes, moment: datetime, content_hash: str, **more: Any) -> bool:
    """Advance a row: edit_count + 1, last_modified, content_hash, last_body. False where it was pruned: then nothing changes."""
    files = tables().synthetic_files
    values = {
        "edit_count": files.c.edit_count + 1,
        "last_modified": to_stored(moment),
        "content_hash": content_hash,
        "last_body": body[-MAX_BODY:],
        "state": "present",
        **more,
    }
    return bool(connection.execute(sa.update(files).where(files.c.uuid == uuid).values(**values)).rowcount)


def mark(connection: Any, uuid: str, state: str) -> None:
    """Sets the state of a row: present, gone or tampered."""
    files = tables().synthetic_files
    connection.execute(sa.update(files).where(files.c.uuid == uuid).values(state=state))


def listing(connection: Any, limit: int | None, **equals: str | None) -> list[SyntheticFile]:
    """Rows by decky, persona and class, in the order of their paths."""
    files = tables().synthetic_files
    query = sa.select(files).order_by(files.c.decky, files.c.path).limit(limit)
    for name, value in equals.items():
        if value is not None:
            query = query.where(files.c[name] == value)
    return [rows.synthetic_file(row) for row in connection.execute(query)]


def pick_statement(decky: str, persona: str | None, content_classes: Sequence[str], start: str) -> Any:
    """The first present row at or after a random uuid: a range of one index, whatever the number of rows."""
    files = tables().synthetic_files
    return (
        sa.select(files)
        .where(files.c.decky == decky, files.c.state == "present", files.c.persona == persona, files.c.uuid >= start)
        .where(files.c.content_class.in_(list(content_classes)))
        .order_by(files.c.uuid)
        .limit(1)
    )


def pick(
    connection: Any, decky: str, rng: random.Random, persona: str | None, content_classes: Sequence[str]
) -> SyntheticFile | None:
    """A random present file of that actor, or None."""
    start = str(uuids.UUID(int=rng.getrandbits(128)))
    for probe in (start, ""):
        row = connection.execute(pick_statement(decky, persona, content_classes, probe)).first()
        if row is not None:
            return rows.synthetic_file(row)
    return None
