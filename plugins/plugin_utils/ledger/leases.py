# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One writer at a time for each decky: statements on an open transaction.

Time is the database's own where controllers share one, as their clocks differ; for a SQLite file it is the machine's.
"""

from __future__ import annotations

import time
from typing import Any

from .schema import sa, tables


def acquire(connection: Any, name: str, holder: str, seconds: float) -> bool:
    """Take the lease, or take it again; False where another holder has it and its time is not over."""
    leases = tables().leases
    now = _now(connection)
    until = now + int(seconds * 1_000_000)
    free = sa.or_(leases.c.holder == holder, leases.c.expires_at <= now)
    if connection.execute(
        sa.update(leases).where(leases.c.decky == name, free).values(holder=holder, expires_at=until)
    ).rowcount:
        return True
    # Plain SQL that both databases speak: of two that come at once one finds the row there.
    made = connection.execute(
        sa.text(
            "INSERT INTO leases (decky, holder, expires_at) VALUES (:decky, :holder, :until) ON CONFLICT DO NOTHING"
        ),
        {"decky": name, "holder": holder, "until": until},
    )
    return bool(made.rowcount)


def release(connection: Any, name: str, holder: str) -> None:
    """Give it back, where it is still the holder's."""
    leases = tables().leases
    connection.execute(sa.delete(leases).where(leases.c.decky == name, leases.c.holder == holder))


def _now(connection: Any) -> int:
    """Microseconds since the epoch."""
    if connection.dialect.name == "postgresql":
        return int(
            connection.execute(sa.text("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")).scalar_one()
        )
    return time.time_ns() // 1000
