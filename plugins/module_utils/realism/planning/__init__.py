# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A snapshot becomes a plan. Pure: no ledger, no transport, no language model.

The same functions serve a live run, check mode, a simulation and a test. :func:`agenda` says what is due and which
files have to be read; :func:`plan` decides what is done once they were.
"""

from __future__ import annotations

from types import ModuleType

from ..behaviour.activity_times import ActivityTime
from . import edit_file, greeting, mail_delivery, plant_file, tick
from .agenda import Agenda
from .due import due_activity_times
from .plan import Plan
from .requests import EditRequest, GreetingRequest, MailRequest, PlantRequest, Request, TickRequest
from .snapshot import Snapshot
from .texts import NO_TEXTS, Texts

__all__ = ["Agenda", "Plan", "Snapshot", "activity_times", "agenda", "defers", "is_current", "plan"]

_PLANNERS: dict[type[Request], ModuleType] = {
    TickRequest: tick,
    MailRequest: mail_delivery,
    PlantRequest: plant_file,
    EditRequest: edit_file,
    GreetingRequest: greeting,
}


def is_current(snapshot: Snapshot) -> bool:
    """Whether the decky is up to date by the clock of the request: then nothing needs to be read."""
    clock = _PLANNERS[type(snapshot.request)].CLOCK
    last = snapshot.clocks.get(clock) if clock else None
    return last is not None and last >= snapshot.now


def defers(snapshot: Snapshot) -> bool:
    """Whether the request gives way to people on the decky. What was asked for by name does not."""
    return _PLANNERS[type(snapshot.request)].CLOCK is not None


def activity_times(snapshot: Snapshot) -> tuple[ActivityTime, ...]:
    """The activity times that the request covers, done or not; none for a request that names what it wants."""
    clock = _PLANNERS[type(snapshot.request)].CLOCK
    return due_activity_times(snapshot, clock) if clock else ()


def agenda(snapshot: Snapshot) -> Agenda:
    """What is due, before the decky is read. Raises RealismError for a request that cannot be met."""
    found: Agenda = _PLANNERS[type(snapshot.request)].agenda(snapshot)
    return found


def plan(snapshot: Snapshot, texts: Texts = NO_TEXTS) -> Plan:
    """What is done, with ``texts`` in place of composed ones. Raises RealismError for a request that cannot be met."""
    made: Plan = _PLANNERS[type(snapshot.request)].plan(snapshot, texts)
    return made
