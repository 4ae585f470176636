# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The next version of one synthetic file."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..behaviour.diurnal import sample_mtime
from ..content import bodies
from ..content.bodies.base import USER
from ..model.content_classes import ContentClass
from ..model.errors import RealismError
from ..model.persona import Persona
from ..model.records import SyntheticFile
from ..model.seeded_random import seeded_random
from .agenda import Agenda, PlannedFile
from .files import edit_action, foreign_state, refusal
from .plan import Plan
from .planner import Decision, Verb
from .requests import EditRequest
from .snapshot import Snapshot
from .texts import NO_TEXTS, Texts

CLOCK = None


def edited_classes() -> tuple[ContentClass, ...]:
    """The content classes of the files that personas edit."""
    return bodies.classes_of(USER)


def editors(snapshot: Snapshot) -> list[Persona]:
    """The personas of whom a file may be edited, in the order in which they are asked; empty where a path was given."""
    request = _request(snapshot)
    if request.path is not None:
        return []
    rng = seeded_random(snapshot.seed, "candidate", snapshot.decky.name, snapshot.now.isoformat())
    personas = [snapshot.persona(request.persona)] if request.persona else list(snapshot.decky.usable_personas())
    rng.shuffle(personas)
    return personas


def agenda(snapshot: Snapshot) -> Agenda:
    """The file to read and edit; empty where there is none. Raises RealismError for a path that the ledger lacks."""
    request = _request(snapshot)
    known = request.candidate if request.path is None else _row(snapshot, request, request.path)
    if known is None:
        return Agenda()
    decision = Decision(
        verb=Verb.EDIT,
        decky=snapshot.decky.name,
        moment=_moment(snapshot, request, known),
        persona=known.persona,
        content_class=ContentClass(known.content_class),
        candidate=known.uuid,
    )
    return Agenda(files=(PlannedFile(decision=decision, path=known.path, known=known),), paths=(known.path,))


def plan(snapshot: Snapshot, texts: Texts = NO_TEXTS) -> Plan:
    """The edit, or evidence where somebody else changed the file."""
    if not snapshot.agenda.files:
        return Plan(quiet="no synthetic file here can be edited")
    request, item = _request(snapshot), snapshot.agenda.files[0]
    known, entry = item.known, snapshot.entries.get(item.path)
    if known is None:
        raise TypeError("a file to edit comes with its row")
    details = {"path": known.path, "persona": known.persona, "content_class": known.content_class}
    state = foreign_state(known, entry)
    if entry is None or entry.content is None or state is not None:
        evidence = refusal(item.decision, known, entry, state or "gone")
        warning = f"{known.path} on {snapshot.decky.name} is {evidence.state}; it was left alone"
        return Plan(evidence=(evidence,), details=details, warnings=(warning,))
    action = edit_action(snapshot, item.decision, known, entry.content, entry, request.content)
    return Plan(actions=(action,) if action else (), details=details)


def _request(snapshot: Snapshot) -> EditRequest:
    if not isinstance(snapshot.request, EditRequest):
        raise TypeError(f"an edit is asked for by an EditRequest, not a {type(snapshot.request).__name__}")
    return snapshot.request


def _row(snapshot: Snapshot, request: EditRequest, path: str) -> SyntheticFile:
    if not path.startswith("/"):
        raise RealismError(
            f"path {path[:120]!r} is no absolute path; write it from the root, such as /home/anna/notes.md"
        )
    row = snapshot.file_at(path)
    if row is None:
        raise RealismError(
            f"path {path[:120]} is not in the ledger of this decky; plant it with decoy_plant_file, or leave path out"
        )
    if ContentClass(row.content_class) not in edited_classes() and request.content is None:
        raise RealismError(
            f"path {path[:120]} is of the class {row.content_class}, which has no next version of its own; give content"
        )
    return row


def _moment(snapshot: Snapshot, request: EditRequest, known: SyntheticFile) -> datetime:
    """When the edit claims to have been made: after the last one, not after now."""
    if request.mtime is not None:
        if request.mtime > snapshot.now or request.mtime <= known.last_modified:
            raise RealismError(
                f"mtime {request.mtime.isoformat()} is not between the file's last edit"
                f" ({known.last_modified.isoformat()}) and now"
            )
        return request.mtime
    persona = snapshot.persona(known.persona) if known.persona else None
    rng = seeded_random(snapshot.seed, "mtime", snapshot.decky.name, known.path, snapshot.now.isoformat())
    moment = sample_mtime(persona, snapshot.now, rng, timedelta(hours=1))
    if moment <= known.last_modified < snapshot.now:
        return known.last_modified + (snapshot.now - known.last_modified) / 2
    return moment
