# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The synthetic files of the in-memory ledger."""

from __future__ import annotations

import random
import uuid as uuids
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.changes import FileWritten
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import SyntheticFile, content_hash

from .storage import Storage


class MemoryFiles:
    """The methods of FileRepository."""

    store: Storage

    def record_synthetic_file(
        self, decky: str, path: str, *, persona: str | None, content_class: str, body: bytes, moment: datetime
    ) -> str:
        return self.store.write_file(
            FileWritten(
                decky=decky,
                path=path,
                persona=persona,
                content_class=content_class,
                body=body,
                moment=moment,
                content_hash=content_hash(body),
            )
        )

    def update_synthetic_file(self, uuid: str, *, body: bytes, moment: datetime) -> bool:
        return self.store.edit_file(uuid, last_modified=moment, last_body=body, content_hash=content_hash(body))

    def list_synthetic_files(
        self,
        decky: str | None = None,
        persona: str | None = None,
        content_class: str | None = None,
        limit: int | None = None,
    ) -> list[SyntheticFile]:
        tables = [self.store.files.get(decky, {})] if decky is not None else self.store.files.values()
        rows = [
            row
            for table in tables
            for row in table.values()
            if persona in (None, row.persona) and content_class in (None, row.content_class)
        ]
        return sorted(rows, key=lambda row: (row.decky, row.path))[:limit]

    def get_synthetic_file(self, decky: str, path: str) -> SyntheticFile | None:
        row = self.store.files.get(decky, {}).get(path)
        return replace(row, last_body=self.store.bodies[row.uuid]) if row is not None else None

    def pick_random_synthetic_file_for_edit(
        self, decky: str, rng: random.Random, persona: str | None, content_classes: Sequence[str]
    ) -> SyntheticFile | None:
        start = str(uuids.UUID(int=rng.getrandbits(128)))
        fitting = sorted(
            (
                row
                for row in self.store.files.get(decky, {}).values()
                if row.state == "present" and row.persona == persona and row.content_class in content_classes
            ),
            key=lambda row: row.uuid,
        )
        return next((row for row in fitting if row.uuid >= start), fitting[0]) if fitting else None
