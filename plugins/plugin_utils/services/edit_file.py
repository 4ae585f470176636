# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One synthetic file goes on as asked; what was not said is chosen: which file, and what its persona would write."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.diurnal import sample_mtime
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.taxonomy import (
    USER_CLASSES,
    ContentClass,
    Plan,
    Verb,
)

from ..execution.drivers import ActivityResult
from ..execution.executor import carry_out
from ..ledger import SyntheticFile
from ..observation.task_context import Stage
from ..planning.files import Intent, edit_action, make_concrete, not_ours
from ..task import results as telling
from ..task.options import parse_moment


def edit(stage: Stage) -> dict[str, Any]:
    """Edit one file; the result of the task. Raises RealismError, TransportError, LedgerError."""
    known = _candidate(stage)
    if known is None:
        return {"changed": False, "actions": [], "quiet": "no synthetic file here could go on", "evidence": []}
    entry = stage.transport.read([known.path])[known.path]
    plan = Plan(
        Verb.EDIT,
        stage.name,
        _moment(stage, known),
        known.persona,
        ContentClass(known.content_class),
        candidate=known.uuid,
    )
    answer = {"path": known.path, "persona": known.persona, "content_class": known.content_class}
    reason = not_ours(known, entry)
    if entry is None or entry.content is None or reason is not None:
        refused = make_concrete(stage, [Intent(plan, known.path, known)], {known.path: entry}).evidence[0][0]
        if not stage.check:
            stage.ledger.record_event(refused, ActivityResult(refused, False, error=reason), stage.now)
            stage.ledger.mark_synthetic_file(known.uuid, reason or "gone")
        found = {"path": known.path, "state": reason, "persona": known.persona}
        return {
            "changed": False,
            "actions": [],
            "evidence": [found],
            "warnings": [f"{known.path} on {stage.name} is {reason}; it was let be"],
            **answer,
        }
    content = stage.options.get("content")
    action = edit_action(stage, plan, known, entry.content, entry, content.encode() if content is not None else None)
    if action is None:
        return {"changed": False, "actions": [], "evidence": [], **answer}
    if stage.check:
        return {**telling.foretold([action]), "evidence": [], **answer}
    results = carry_out(stage, [action])
    return {**telling.outcome(results), "evidence": [], **answer, **telling.told(results[0])}


def _candidate(stage: Stage) -> SyntheticFile | None:
    """The file that was asked for, or one of a persona by lot."""
    path, login = stage.options.get("path"), stage.options.get("persona")
    if path is not None:
        if not path.startswith("/"):
            raise RealismError(
                f"path {path[:120]!r} is no absolute path; write it from the root, such as /home/anna/notes.md"
            )
        row = stage.ledger.get_synthetic_file(stage.name, path)
        if row is None:
            raise RealismError(
                f"path {path[:120]} is not in the ledger of this decky; plant it with decoy_plant_file, or leave path out"
            )
        if ContentClass(row.content_class) not in (*USER_CLASSES,) and stage.options.get("content") is None:
            raise RealismError(
                f"path {path[:120]} is of the class {row.content_class}, which has no next version of its own; give content"
            )
        return row
    rng = seeded_random(stage.seed, "candidate", stage.name, stage.now.isoformat())
    personas = [stage.persona(login)] if login else list(stage.decky.usable_personas())
    rng.shuffle(personas)
    classes = [item.value for item in USER_CLASSES]
    found = (
        stage.ledger.pick_random_synthetic_file_for_edit(stage.name, rng, persona.login, classes)
        for persona in personas
    )
    return next((row for row in found if row is not None), None)


def _moment(stage: Stage, known: SyntheticFile) -> Any:
    """When the edit claims to have been made: after the last one, not after now."""
    if stage.options.get("mtime") is not None:
        moment = parse_moment(stage.options["mtime"], "mtime")
        if moment > stage.now or moment <= known.last_modified:
            raise RealismError(
                f"mtime {moment.isoformat()} is not between the file's last edit ({known.last_modified.isoformat()}) and now"
            )
        return moment
    persona = stage.persona(known.persona) if known.persona else None
    moment = sample_mtime(
        persona,
        stage.now,
        seeded_random(stage.seed, "mtime", stage.name, known.path, stage.now.isoformat()),
        timedelta(hours=1),
    )
    if moment <= known.last_modified < stage.now:
        return known.last_modified + (stage.now - known.last_modified) / 2
    return moment
