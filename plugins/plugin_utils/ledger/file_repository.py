# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ledger answers about synthetic files. Every method is one transaction."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import SyntheticFile, content_hash

from . import files
from .database import Database


class FileRepository(Database):
    """Synthetic files."""

    def record_synthetic_file(
        self, decky: str, path: str, *, persona: str | None, content_class: str, body: bytes, moment: datetime
    ) -> str:
        """Remember a planted file; a path planted again has its row patched. Its uuid."""
        with self._transaction() as connection:
            return files.record(
                connection,
                decky=decky,
                path=path,
                persona=persona,
                content_class=content_class,
                body=body,
                moment=moment,
                content_hash=content_hash(body),
            )

    def update_synthetic_file(self, uuid: str, *, body: bytes, moment: datetime) -> bool:
        """Advance the row of an edited file; False, and nothing changed, where it was pruned in between."""
        with self._transaction() as connection:
            return files.update(connection, uuid, body=body, moment=moment, content_hash=content_hash(body))

    def list_synthetic_files(
        self,
        decky: str | None = None,
        persona: str | None = None,
        content_class: str | None = None,
        limit: int | None = None,
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
