# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible's fact cache: texts by key. Every method is one transaction. Times are microseconds since the epoch."""

from __future__ import annotations

from collections.abc import Sequence

from .database import Database
from .schema import sa, tables


class CacheRepository(Database):
    """Cached texts."""

    def get_cached(self, key: str, oldest: int) -> str | None:
        """The text, unless it was stored before ``oldest``."""
        cache = tables().fact_cache
        with self._transaction() as connection:
            found: str | None = connection.execute(
                sa.select(cache.c.data).where(cache.c.key == key, cache.c.stored_at >= oldest)
            ).scalar()
        return found

    def put_cached(self, key: str, text: str, now: int) -> None:
        """Keep a text."""
        with self._transaction() as connection:
            connection.execute(
                sa.text(
                    "INSERT INTO fact_cache (key, stored_at, data) VALUES (:key, :now, :data)"
                    " ON CONFLICT (key) DO UPDATE SET stored_at = excluded.stored_at, data = excluded.data"
                ),
                {"key": key, "now": now, "data": text},
            )

    def cached_keys(self, prefix: str, oldest: int) -> list[str]:
        """The keys that begin with ``prefix`` and are not older."""
        cache = tables().fact_cache
        query = (
            sa.select(cache.c.key)
            .where(cache.c.key.startswith(prefix, autoescape=True), cache.c.stored_at >= oldest)
            .order_by(cache.c.key)
        )
        with self._transaction() as connection:
            return list(connection.execute(query).scalars())

    def forget_cached(self, keys: Sequence[str]) -> None:
        """Forget texts."""
        cache = tables().fact_cache
        with self._transaction() as connection:
            connection.execute(sa.delete(cache).where(cache.c.key.in_(list(keys))))
