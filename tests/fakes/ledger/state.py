# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The clocks, facts, leases and breakers of the in-memory ledger."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import TICK_CLOCK
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger.breakers import Breaker
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger.facts import Place

from .storage import Storage, stored_json, utc


class MemoryState:
    """The methods of the repositories of clocks, facts, leases and breakers."""

    store: Storage

    def clocks(self, decky: str) -> dict[str, datetime]:
        return dict(self.store.clocks.get(decky, {}))

    def set_clocks(self, decky: str, moments: Mapping[str, datetime]) -> None:
        self.store.clocks.setdefault(decky, {}).update({name: utc(moment) for name, moment in moments.items()})

    def last_ticks(self) -> dict[str, datetime]:
        return {decky: clocks[TICK_CLOCK] for decky, clocks in self.store.clocks.items() if TICK_CLOCK in clocks}

    def size(self) -> int:
        return sum(len(body) for body in self.store.bodies.values())

    def acquire_lease(self, name: str, holder: str, seconds: float) -> bool:
        now = self.store.clock()
        held = self.store.leases.get(name)
        if held is not None and held[0] != holder and held[1] > now:
            return False
        self.store.leases[name] = (holder, now + timedelta(seconds=seconds))
        return True

    def release_lease(self, name: str, holder: str) -> None:
        if self.store.leases.get(name, ("", None))[0] == holder:
            del self.store.leases[name]

    def renew_lease(self, name: str, holder: str, seconds: float) -> bool:
        return self.store.leases.get(name, ("",))[0] == holder and self.acquire_lease(name, holder, seconds)

    @contextlib.contextmanager
    def lease(self, name: str, holder: str, seconds: float) -> Iterator[bool]:
        mine = self.acquire_lease(name, holder, seconds)
        try:
            yield mine
        finally:
            if mine:
                self.release_lease(name, holder)

    def get_breaker(self, name: str) -> Breaker:
        return self.store.breakers.get(name, Breaker(name, 0, None))

    def may_call(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> bool:
        known = self.get_breaker(name)
        if known.failures < threshold:
            return True
        if known.open_until is not None and known.open_until > now:
            return False
        self.store.breakers[name] = Breaker(name, known.failures, utc(now + cooldown))
        return True

    def note_failure(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> None:
        failures = self.get_breaker(name).failures + 1
        self.store.breakers[name] = Breaker(name, failures, utc(now + cooldown) if failures >= threshold else None)

    def note_success(self, name: str, now: datetime) -> None:
        self.store.breakers.pop(name, None)

    def get_facts(
        self, decky: str, max_age: timedelta, now: datetime, place: Place = "decky"
    ) -> Mapping[str, Any] | None:
        gathered_at, data = self.store.facts.get((decky, place), (None, None))
        return data if gathered_at is not None and abs(now - gathered_at) <= max_age else None

    def put_facts(self, decky: str, data: Mapping[str, Any], now: datetime, place: Place = "decky") -> None:
        self.store.facts[decky, place] = (now, stored_json(dict(data)))
