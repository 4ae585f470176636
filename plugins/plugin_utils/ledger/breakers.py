# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The circuit breakers of language models, which outlive a tick: statements on an open transaction. Their time is real time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .schema import from_stored, sa, tables, to_stored


@dataclass(frozen=True)
class Breaker:
    """How a backend has done lately. ``open_until`` is None for one that may be asked."""

    name: str
    failures: int
    open_until: datetime | None


def get(connection: Any, name: str) -> Breaker:
    """The breaker of that name; one that was never heard of is closed."""
    breakers = tables().breakers
    row = connection.execute(sa.select(breakers).where(breakers.c.name == name)).first()
    return (
        Breaker(name, 0, None)
        if row is None
        else Breaker(name, row.failures, from_stored(row.open_until) if row.open_until else None)
    )


def may_call(connection: Any, name: str, now: datetime, threshold: int, cooldown: timedelta) -> bool:
    """Whether to ask the backend. After the pause one caller may try: it shuts the door behind itself until it is known how that went."""
    known = get(connection, name)
    if known.failures < threshold:
        return True
    if known.open_until is not None and known.open_until > now:
        return False
    _put(connection, name, known.failures, now, now + cooldown)
    return True


def note_failure(connection: Any, name: str, now: datetime, threshold: int, cooldown: timedelta) -> None:
    """Count a failure; the last one that is borne opens the breaker."""
    failures = get(connection, name).failures + 1
    _put(connection, name, failures, now, now + cooldown if failures >= threshold else None)


def note_success(connection: Any, name: str, now: datetime) -> None:
    """Forget the failures."""
    if get(connection, name).failures:
        _put(connection, name, 0, now, None)


def _put(connection: Any, name: str, failures: int, now: datetime, until: datetime | None) -> None:
    breakers = tables().breakers
    values = {"failures": failures, "open_until": to_stored(until) if until else 0, "changed_at": to_stored(now)}
    if not connection.execute(sa.update(breakers).where(breakers.c.name == name).values(**values)).rowcount:
        connection.execute(sa.insert(breakers).values(name=name, **values))
