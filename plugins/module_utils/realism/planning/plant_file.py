# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One new file, as it was asked for or as the planner chooses."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

from ..behaviour.diurnal import sample_mtime
from ..content import bodies
from ..content.bodies.base import USER
from ..model.actions import FileAction
from ..model.content_classes import ContentClass
from ..model.entries import Entry
from ..model.errors import RealismError
from ..model.persona import Persona
from ..model.records import content_hash
from ..model.seeded_random import seeded_random
from .agenda import Agenda, PlannedFile
from .files import create_action, free_path
from .plan import Plan
from .planner import Decision, Verb, pick
from .requests import PlantRequest
from .snapshot import Snapshot
from .texts import NO_TEXTS, TextRequest, Texts

CLOCK = None


def agenda(snapshot: Snapshot) -> Agenda:
    """The file with its path; empty where the planner leaves the decky alone. Raises RealismError."""
    request = _request(snapshot)
    decision = _decision(snapshot, request)
    if decision is None:
        return Agenda()
    path = request.path or _free_path(snapshot, decision)
    if not path.startswith("/") or "\0" in path or path.endswith("/") or "/../" in f"{path}/":
        raise RealismError(
            f"path {path[:120]!r} is no absolute path of a file; write it from the root, such as /home/anna/notes.md"
        )
    return Agenda(files=(PlannedFile(decision=decision, path=path),), paths=(path,))


def plan(snapshot: Snapshot, texts: Texts = NO_TEXTS) -> Plan:
    """The file, or nothing where it stands already. Raises RealismError for what somebody else wrote there."""
    if not snapshot.agenda.files:
        return Plan(quiet="the planner left the decky alone")
    item, request = snapshot.agenda.files[0], _request(snapshot)
    entry = snapshot.entries.get(item.path)
    if entry is not None and entry.kind != "file":
        raise RealismError(f"path {item.path} is a {entry.kind}, not a regular file; choose another path")
    action, text = _action(snapshot, request, item, entry, texts)
    details = {"path": item.path, "persona": action.persona, "content_class": action.content_class.value}
    if _stands(request, action, entry):
        return Plan(details={**details, "mode": f"{action.mode:04o}"})
    _refuse_foreign(snapshot, request, action, entry)
    return Plan(actions=(action,), details=details, texts=(text,) if text else ())


def _request(snapshot: Snapshot) -> PlantRequest:
    if not isinstance(snapshot.request, PlantRequest):
        raise TypeError(f"a file is asked for by a PlantRequest, not a {type(snapshot.request).__name__}")
    return snapshot.request


def _decision(snapshot: Snapshot, request: PlantRequest) -> Decision | None:
    """What is asked for; what is left open is chosen."""
    content_class = request.content_class
    persona = snapshot.persona(request.persona) if request.persona else None
    personal = (*bodies.classes_of(USER), ContentClass.CANARY)
    if persona is not None and content_class is not None and content_class not in personal:
        raise RealismError(
            f"content_class {content_class} is the system's, not a persona's;"
            f" leave persona out, or choose one of {', '.join(bodies.classes_of(USER))}"
        )
    name, now = snapshot.decky.name, snapshot.now.isoformat()
    if not (request.path or content_class or persona):
        rng = seeded_random(snapshot.seed, "plant", name, now)
        decky = replace(snapshot.decky, facts=replace(snapshot.decky.facts, log_files=()))
        chosen = pick([decky], snapshot.now, rng, weights=snapshot.options.weights)
        if chosen is None:
            return None
        actor = snapshot.persona(chosen.persona) if chosen.persona else None
        return replace(chosen, moment=_moment(snapshot, request, actor))
    rng = seeded_random(snapshot.seed, "plant", name, now, request.path or "")
    if persona is None and (content_class is None or content_class in bodies.classes_of(USER)):
        persona = _owner_of_path(snapshot, request) or (None if request.path else _any_persona(snapshot, rng))
    if content_class is None:
        content_class = rng.choice(bodies.classes_of(USER)) if persona else ContentClass.CACHE_TMP
    return Decision(
        verb=Verb.CREATE,
        decky=name,
        moment=_moment(snapshot, request, persona),
        persona=persona.login if persona else None,
        content_class=content_class,
    )


def _owner_of_path(snapshot: Snapshot, request: PlantRequest) -> Persona | None:
    """The persona in whose home the path lies."""
    for persona in snapshot.decky.usable_personas():
        account = snapshot.decky.facts.account(persona.login)
        if account and (request.path or "").startswith(account.home.rstrip("/") + "/"):
            return persona
    return None


def _any_persona(snapshot: Snapshot, rng: random.Random) -> Persona:
    usable = snapshot.decky.usable_personas()
    if not usable:
        raise RealismError(
            "no persona of the pool has an account on this decky; make one there, or give persona or path"
        )
    return rng.choice(usable)


def _moment(snapshot: Snapshot, request: PlantRequest, persona: Persona | None) -> datetime:
    if request.mtime is not None:
        if request.mtime > snapshot.now:
            raise RealismError(f"mtime {request.mtime.isoformat()} lies in the future; a file cannot be written then")
        return request.mtime
    rng = seeded_random(snapshot.seed, "mtime", snapshot.decky.name, snapshot.now.isoformat())
    return sample_mtime(persona, snapshot.now, rng, timedelta(hours=1))


def _free_path(snapshot: Snapshot, decision: Decision) -> str:
    if decision.content_class in (*bodies.log_classes(), ContentClass.CANARY):
        raise RealismError(f"content_class {decision.content_class} has no path of its own; give path")
    return free_path(snapshot, decision, snapshot.now.isoformat())


def _action(
    snapshot: Snapshot, request: PlantRequest, item: PlannedFile, entry: Entry | None, texts: Texts
) -> tuple[FileAction, TextRequest | None]:
    """The file as it is to stand. Without ``content``, an existing file is what was asked for."""
    body = request.content if request.content is not None else entry.content if entry else None
    if body is None and item.decision.content_class is ContentClass.CANARY:
        raise RealismError("content_class canary has no body of its own; give content")
    action, text = create_action(snapshot, item.decision, item.path, body, texts)
    return (action if request.mode is None else replace(action, mode=request.mode)), text


def _stands(request: PlantRequest, action: FileAction, entry: Entry | None) -> bool:
    if entry is None or entry.content != action.body:
        return False
    if request.content is None and request.mode is None:
        return True
    return (entry.uid, entry.gid, entry.mode) == (action.uid, action.gid, action.mode)


def _refuse_foreign(snapshot: Snapshot, request: PlantRequest, action: FileAction, entry: Entry | None) -> None:
    """Raises RealismError where somebody else wrote the file, or changed it, unless ``force`` says otherwise."""
    if entry is None or request.force:
        return
    row = snapshot.file_at(action.path)
    if row is None or entry.content is None or row.content_hash != content_hash(entry.content):
        whose = "is not ours" if row is None else "is not as we left it"
        raise RealismError(
            f"{action.path} stands there already and {whose}: it may be evidence;"
            " look at it, then set force to true or choose another path"
        )
