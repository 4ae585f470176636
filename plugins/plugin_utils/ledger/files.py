# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The synthetic files."""

from __future__ import annotations

import random
import uuid as uuids
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import SyntheticFile, content_hash

from . import schema
from .database import Database
from .schema import sa, to_stored

if TYPE_CHECKING:
    from sqlalchemy import Select

#: The most bytes of a body that are kept. Of a longer body, such as a log, the end is kept.
MAX_BODY = 256 * 1024
#: The columns of a listing. The bodies of all files would be most of the ledger.
_LISTED = tuple(field.name for field in fields(SyntheticFile) if field.name != "last_body")


class FileRepository(Database):
    """The rows of synthetic files. Each method is a transaction, or a part of the open one."""

    def record_synthetic_file(
        self,
        decky: str,
        path: str,
        *,
        persona: str | None,
        content_class: str,
        body: bytes,
        moment: datetime,
    ) -> str:
        """Records a planted file; returns the uuid of its row. A path that is planted again keeps its row."""
        files = schema.Files
        version = _version(body, moment)
        values = {**version, "persona": persona, "content_class": content_class}
        with self._transaction() as connection:
            known = sa.select(files.uuid).where(files.decky == decky, files.path == path)
            uuid = connection.execute(known).scalar()
            if uuid is not None:
                advanced = sa.update(files).where(files.uuid == uuid)
                connection.execute(advanced.values(**values, edit_count=files.edit_count + 1))
                return uuid
            # Not random: the same fleet, seed and clock choose the same files to edit on every controller.
            uuid = str(uuids.uuid5(uuids.NAMESPACE_URL, f"{decky}\n{path}\n{to_stored(moment)}"))
            row = {"uuid": uuid, "decky": decky, "path": path, "created_at": moment, "edit_count": 0}
            connection.execute(sa.insert(files).values(**row, **values))
            return uuid

    def update_synthetic_file(self, uuid: str, *, body: bytes, moment: datetime) -> bool:
        """Updates the row of an edited file; returns whether the row exists. A missing row is not created."""
        files = schema.Files
        values = {**_version(body, moment), "edit_count": files.edit_count + 1}
        with self._transaction() as connection:
            return bool(connection.execute(sa.update(files).where(files.uuid == uuid).values(**values)).rowcount)

    def _mark_synthetic_file(self, uuid: str, state: str) -> None:
        """Sets the state of a row: ``present``, ``gone`` or ``tampered``."""
        files = schema.Files
        with self._transaction() as connection:
            connection.execute(sa.update(files).where(files.uuid == uuid).values(state=state))

    def list_synthetic_files(
        self,
        decky: str | None = None,
        persona: str | None = None,
        content_class: str | None = None,
        limit: int | None = None,
    ) -> list[SyntheticFile]:
        """The synthetic files without their bodies, ordered by decky and path."""
        files = schema.Files
        query = _listing().order_by(files.decky, files.path).limit(limit)
        for column, value in ((files.decky, decky), (files.persona, persona), (files.content_class, content_class)):
            if value is not None:
                query = query.where(column == value)
        with self._transaction() as connection:
            return [SyntheticFile(**row) for row in connection.execute(query).mappings()]

    def get_synthetic_file(self, decky: str, path: str) -> SyntheticFile | None:
        """The row of one path with its body; None if there is none."""
        files = schema.Files
        query = sa.select(files).where(files.decky == decky, files.path == path)
        with self._transaction() as connection:
            row = connection.execute(query).mappings().first()
        return SyntheticFile(**row) if row is not None else None

    def pick_random_synthetic_file_for_edit(
        self, decky: str, rng: random.Random, persona: str | None, content_classes: Sequence[str]
    ) -> SyntheticFile | None:
        """A present file of the actor without its body, or None. The cost does not depend on the number of rows."""
        start = str(uuids.UUID(int=rng.getrandbits(128)))
        with self._transaction() as connection:
            for probe in (start, ""):
                row = connection.execute(pick_statement(decky, persona, content_classes, probe)).mappings().first()
                if row is not None:
                    return SyntheticFile(**row)
        return None


def pick_statement(decky: str, persona: str | None, content_classes: Sequence[str], start: str) -> Select[Any]:
    """The query for the first present row at or after the uuid ``start``. It reads a range of one index."""
    files = schema.Files
    return (
        _listing()
        .where(files.decky == decky, files.state == "present", files.persona == persona, files.uuid >= start)
        .where(files.content_class.in_(list(content_classes)))
        .order_by(files.uuid)
        .limit(1)
    )


def _listing() -> Select[Any]:
    return sa.select(*(getattr(schema.Files, name) for name in _LISTED))


def _version(body: bytes, moment: datetime) -> dict[str, Any]:
    """The columns that every version of a file sets."""
    return {
        "last_modified": moment,
        "content_hash": content_hash(body),
        "last_body": body[-MAX_BODY:],
        "state": "present",
    }
