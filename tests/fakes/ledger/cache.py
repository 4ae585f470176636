# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cached texts of the in-memory ledger."""

from __future__ import annotations

from collections.abc import Sequence

from .storage import Storage


class MemoryCache:
    """The methods of CacheRepository."""

    store: Storage

    def get_cached(self, key: str, oldest: int) -> str | None:
        stored_at, text = self.store.cache.get(key, (oldest, None))
        return text if stored_at >= oldest else None

    def put_cached(self, key: str, text: str, now: int) -> None:
        self.store.cache[key] = (now, text)

    def cached_keys(self, prefix: str, oldest: int) -> list[str]:
        rows = self.store.cache.items()
        return sorted(key for key, (stored_at, _text) in rows if key.startswith(prefix) and stored_at >= oldest)

    def forget_cached(self, keys: Sequence[str]) -> None:
        for key in keys:
            self.store.cache.pop(key, None)
