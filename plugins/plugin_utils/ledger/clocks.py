# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Up to which moment a decky is aged, its logs are written, its mail is delivered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .schema import from_stored, sa, tables, to_stored


def read(connection: Any, decky: str) -> dict[str, datetime]:
    """The clocks of a decky by name."""
    clocks = tables().clocks
    rows = connection.execute(sa.select(clocks.c.name, clocks.c.moment).where(clocks.c.decky == decky)).all()
    return {row.name: from_stored(row.moment) for row in rows}


def advance(connection: Any, decky: str, moments: Mapping[str, datetime]) -> None:
    """Sets clocks of a decky."""
    clocks = tables().clocks
    for name, moment in moments.items():
        mine, stored = (clocks.c.decky == decky, clocks.c.name == name), to_stored(moment)
        if not connection.execute(sa.update(clocks).where(*mine).values(moment=stored)).rowcount:
            connection.execute(sa.insert(clocks).values(decky=decky, name=name, moment=stored))
