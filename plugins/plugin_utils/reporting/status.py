# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of a fleet in ten lines for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from ..ledger.statistics import Statistics


def lines(
    statistics: Statistics,
    beat: Mapping[str, Any],
    ticks: Mapping[str, datetime],
    fleet: Sequence[str],
    ledger: str,
    now: datetime,
) -> list[str]:
    """The ten lines, aligned. ``fleet`` are the names of the inventory, ``ticks`` the last ticks in the ledger."""
    never = sorted(set(fleet) - set(ticks))
    oldest = min(ticks.items(), key=lambda item: item[1]) if ticks else None
    newest = max(ticks.values()) if ticks else None
    done = {action: number for (action, status), number in statistics.recent.items() if status == "done"}
    failed = sum(number for (_action, status), number in statistics.recent.items() if status == "failed")
    llm, state = beat["llm"], beat["ledger"]
    waiting = ", ".join(f"{count} waiting for {name}" for name, count in state["waiting"].items())
    rows = [
        ("deckies", f"{len(ticks)} aged{f', {len(never)} never: ' + _some(never) if never else ''}"),
        ("last tick", f"{_stamp(newest)}{f', {_ago(now - newest)} ago' if newest else ''}"),
        ("oldest tick", f"{_plain(oldest[0])}, {_ago(now - oldest[1])}" if oldest else "none"),
        ("files", f"{statistics.files}, edited {statistics.edits} times"),
        ("mail", f"{statistics.emails} in {statistics.threads} threads"),
        ("last day", ", ".join(f"{number} {action}" for action, number in sorted(done.items())) or "no actions"),
        ("failures", f"{failed} in the last day, {statistics.failed} in total, {statistics.pending} pending"),
        ("evidence", f"{statistics.evidence} files changed or removed by somebody else"),
        ("language model", f"{llm['backend']}{_breaker(llm)}"),
        ("ledger", f"{ledger}, {_size(int(state['size']))}, {waiting or 'no publishers'}"),
    ]
    return [f"{name:<16} {text}" for name, text in rows]


def _some(names: Sequence[str]) -> str:
    return ", ".join(_plain(name) for name in names[:5]) + (", ..." if len(names) > 5 else "")


def _plain(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name)[:60]


def _stamp(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"


def _ago(span: timedelta) -> str:
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"


def _breaker(llm: Mapping[str, Any]) -> str:
    if llm["backend"] == "none":
        return ""
    return f", paused until {llm['open_until'][:16]}" if llm["open_until"] else f", {llm['failures']} failures in a row"


def _size(count: int) -> str:
    return f"{count / 1_048_576:.1f} MB" if count >= 1_048_576 else f"{count / 1024:.0f} kB"
