# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Collects the data of the report, within bounds, from the ledger and the personas of the inventory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.activity_times import (
    activity_times_between,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import (
    Email,
    Event,
    SyntheticFile,
)

from ..ledger import Ledger

#: The most items in the report, by kind. The report states the number of omitted ones.
FILES, VERSIONS, THREADS, MAILS, FAILURES, DUE, DETAILED = 40, 12, 15, 30, 30, 5, 60
_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def collect(
    ledger: Ledger, people: Mapping[str, Sequence[Persona]], beat: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """The data of the page. ``people`` are the personas of each decky of the inventory, ``beat`` is the heartbeat."""
    events, files, emails, ticks = (
        ledger.list_events(),
        ledger.list_synthetic_files(),
        ledger.list_emails(),
        ledger.last_ticks(),
    )
    names = sorted({*people, *ticks, *(file.decky for file in files)})
    by_decky: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_decky[str(event.src_decky or event.dst_decky)].append(event)
    files_of: dict[str, list[SyntheticFile]] = defaultdict(list)
    for file in files:
        files_of[file.decky].append(file)
    mails_of: dict[str, list[Email]] = defaultdict(list)
    for email in emails:
        mails_of[email.decky].append(email)
    rows: list[dict[str, Any]] = [
        {
            "name": name,
            "files": len(files_of[name]),
            "edits": sum(file.edit_count for file in files_of[name]),
            "mails": len(mails_of[name]),
            "events": len(by_decky[name]),
            "failed": sum(event.status == "failed" for event in by_decky[name]),
            "evidence": sum(file.state != "present" for file in files_of[name]),
            "last_tick": ticks.get(name),
        }
        for name in names
    ]
    detailed = sorted(rows, key=lambda row: (-int(row["events"]), str(row["name"])))[:DETAILED]
    chosen = sorted(str(row["name"]) for row in detailed)
    return {
        "now": now,
        "beat": beat,
        "totals": {
            "deckies": len(names),
            "files": len(files),
            "edits": sum(file.edit_count for file in files),
            "mails": len(emails),
            "events": len(events),
        },
        "rows": rows,
        "left_out": len(names) - len(chosen),
        "growth": _growth(files, now),
        "deckies": [
            _decky(name, by_decky[name], files_of[name], people.get(name, ()), ledger.fleet_seed, now)
            for name in chosen
        ],
        "threads": _threads(emails),
        "thread_count": len({email.sent.thread_id for email in emails}),
        "traffic": _traffic(events),
        "failures": [event for event in reversed(events) if event.status == "failed"][:FAILURES],
        "evidence": [file for file in files if file.state != "present"][:FAILURES],
    }


def _decky(
    name: str,
    events: Sequence[Event],
    files: Sequence[SyntheticFile],
    people: Sequence[Persona],
    seed: str,
    now: datetime,
) -> dict[str, Any]:
    by_path: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.action.startswith("file:") and event.status == "done":
            by_path[str(event.payload.get("path"))].append(event)
    newest = sorted(files, key=lambda file: file.last_modified, reverse=True)
    personas = {persona.login: persona for persona in people}
    logins = sorted({str(event.persona) for event in events if event.persona} | set(personas))
    return {
        "name": name,
        "heat": [
            _heat(login, personas.get(login), [event for event in events if event.persona == login]) for login in logins
        ],
        "files": [
            {
                "file": file,
                "versions": by_path[file.path][-VERSIONS:],
                "more": max(0, len(by_path[file.path]) - VERSIONS),
            }
            for file in newest[:FILES]
        ],
        "more": max(0, len(files) - FILES),
        "due": _due(name, people, seed, now),
    }


def _heat(login: str, persona: Persona | None, events: Sequence[Event]) -> dict[str, Any]:
    """The week of a login: 7 days by 24 hours in the zone of the persona.

    Each hour has the count of its events, a shade (0 to 4), and whether it is within active hours.
    """
    counts: Counter[tuple[int, int]] = Counter()
    for event in events:
        if event.status == "done":
            moment = datetime.fromisoformat(event.occurred_at)
            counts[moment.weekday(), moment.hour] += 1
    most = max(counts.values(), default=1)
    days = []
    for day, label in enumerate(_WEEK):
        cells = []
        for hour in range(24):
            count = counts[day, hour]
            cells.append(
                {
                    "hour": hour,
                    "count": count,
                    "shade": -(-4 * count // most),
                    "active": persona is not None and _active(persona, day, hour),
                }
            )
        days.append({"label": label, "cells": cells})
    return {"login": login, "persona": persona, "total": sum(counts.values()), "days": days}


def _active(persona: Persona, day: int, hour: int) -> bool:
    hours = persona.active_hours
    if hours.start < hours.end:
        return (
            day in persona.weekdays
            and hours.start.hour <= hour
            and (hour < hours.end.hour or (hour == hours.end.hour and hours.end.minute > 0))
        )
    late = day in persona.weekdays and hour >= hours.start.hour
    return late or ((day - 1) % 7 in persona.weekdays and hour < hours.end.hour)


def _due(name: str, people: Sequence[Persona], seed: str, now: datetime) -> list[tuple[datetime, str]]:
    """The next activity times within a day, with their logins."""
    moments = [
        (item.moment, str(item.persona))
        for persona in people
        for item in activity_times_between(seed, name, persona, now, now + timedelta(days=1))
    ]
    return sorted(moments, key=lambda item: item[0].timestamp())[:DUE]


def _growth(files: Sequence[SyntheticFile], now: datetime) -> list[tuple[str, int]]:
    """The number of files at the end of each day, for at most the last sixty days."""
    if not files:
        return []
    first = max(min(file.created_at for file in files).date(), (now - timedelta(days=60)).date())
    days = (
        [first + timedelta(days=step) for step in range((now.date() - first).days + 1)]
        if first <= now.date()
        else [first]
    )
    born = sorted(file.created_at.date() for file in files)
    counts, index = [], 0
    for day in days:
        while index < len(born) and born[index] <= day:
            index += 1
        counts.append((day.isoformat(), index))
    return counts


def _threads(emails: Sequence[Email]) -> list[dict[str, Any]]:
    """The threads with the newest mails, and the first mails of each."""
    by_thread: dict[str, list[Email]] = defaultdict(list)
    for email in emails:
        by_thread[email.sent.thread_id].append(email)
    newest = sorted(by_thread.values(), key=lambda mails: mails[-1].sent.sent_at, reverse=True)[:THREADS]
    return [
        {"subject": mails[0].sent.subject, "decky": mails[0].decky, "count": len(mails), "mails": mails[:MAILS]}
        for mails in newest
    ]


def _traffic(events: Sequence[Event]) -> dict[str, Any]:
    """The number of greetings between each pair of deckies."""
    pairs = Counter(
        (str(event.src_decky), str(event.dst_decky))
        for event in events
        if event.kind == "traffic" and event.status == "done"
    )
    busiest = [name for name, _count in Counter(name for pair in pairs.elements() for name in pair).most_common(20)]
    names = sorted(busiest)
    return {"names": names, "pairs": pairs, "most": max(pairs.values(), default=1), "total": sum(pairs.values())}
