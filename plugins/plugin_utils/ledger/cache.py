# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The storage of Ansible's fact cache: texts by key. Times are microseconds since the epoch."""

from __future__ import annotations

from collections.abc import Sequence

from . import schema
from .database import Database
from .schema import sa


class CacheRepository(Database):
    """Cached texts. Each method is a transaction, or a part of the open one."""

    def get_cached(self, key: str, oldest: int) -> str | None:
        """The text of a key; None if there is none or it was stored before ``oldest``."""
        cache = schema.FactCache
        query = sa.select(cache.data).where(cache.key == key, cache.stored_at >= oldest)
        with self._transaction() as connection:
            return connection.execute(query).scalar()

    def put_cached(self, key: str, text: str, now: int) -> None:
        """Stores the text of a key and replaces an earlier one."""
        values = {"stored_at": now, "data": text}
        upsert = (
            self.backend.insert(schema.FactCache)
            .values(key=key, **values)
            .on_conflict_do_update(index_elements=["key"], set_=values)
        )
        with self._transaction() as connection:
            connection.execute(upsert)

    def cached_keys(self, prefix: str, oldest: int) -> list[str]:
        """The keys that begin with ``prefix`` and were not stored before ``oldest``."""
        cache = schema.FactCache
        mine = (cache.key.startswith(prefix, autoescape=True), cache.stored_at >= oldest)
        with self._transaction() as connection:
            return list(connection.execute(sa.select(cache.key).where(*mine).order_by(cache.key)).scalars())

    def forget_cached(self, keys: Sequence[str]) -> None:
        """Deletes the texts of these keys."""
        cache = schema.FactCache
        with self._transaction() as connection:
            connection.execute(sa.delete(cache).where(cache.key.in_(list(keys))))
