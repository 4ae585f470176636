# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The heartbeat: the state of the fleet and its ledger, as one message."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ..ledger import Ledger

TOPIC = "system.orchestrator.health"
#: The version in galaxy.yml; a test compares them.
VERSION = "0.2.0"


def health(
    ledger: Ledger, now: datetime, run: Mapping[str, Any], llm: str | None, publishers: Sequence[str]
) -> dict[str, Any]:
    """The payload of the heartbeat.

    ``run`` has the counts of a run: aged, quiet, unreachable, failed. Times are in ISO 8601, lag is in seconds, sizes
    are in bytes.
    """
    ticks = ledger.last_ticks()
    newest, oldest = (max(ticks.values()), min(ticks.values())) if ticks else (None, None)
    breaker = ledger.get_breaker(llm) if llm and llm != "none" else None
    return {
        "version": VERSION,
        "last_tick": newest.isoformat() if newest else None,
        "deckies": len(ticks),
        **{name: int(run.get(name) or 0) for name in ("aged", "quiet", "unreachable", "failed")},
        "llm": {
            "backend": llm or "none",
            "failures": breaker.failures if breaker else 0,
            "open_until": breaker.open_until.isoformat() if breaker and breaker.open_until else None,
        },
        "ledger": {
            "size": ledger.size(),
            "lag": max(0, round((now - oldest).total_seconds())) if oldest else None,
            "waiting": {name: ledger.outbox_size(name) for name in publishers},
        },
        "controller": os.uname().nodename,
    }
