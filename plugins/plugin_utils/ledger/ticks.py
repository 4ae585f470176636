# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Up to which moment each decky is aged: statements on an open transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .schema import sa, tables, to_stored


def set_last_tick(connection: Any, decky: str, moment: datetime) -> None:
    """Remember it."""
    ticks = tables().ticks
    stored = to_stored(moment)
    if not connection.execute(sa.update(ticks).where(ticks.c.decky == decky).values(last_tick=stored)).rowcount:
        connection.execute(sa.insert(ticks).values(decky=decky, last_tick=stored))
