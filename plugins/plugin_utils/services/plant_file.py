# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One file, planted as asked; what was not said is chosen by the planner."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.diurnal import sample_mtime
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.taxonomy import (
    LOG_CLASSES,
    USER_CLASSES,
    ContentClass,
    FileAction,
    Plan,
    Verb,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.planner import Weights, pick

from ..execution.executor import carry_out
from ..ledger.files import digest
from ..observation.task_context import Stage
from ..planning.files import choose_path, create_action
from ..task import results as telling
from ..task.options import parse_moment
from ..transports.base import Entry

_MODE = re.compile(r"0?[0-7]{3}")


def plant(stage: Stage) -> dict[str, Any]:
    """Plant one file; the result of the task. Raises RealismError, TransportError, LedgerError."""
    plan = _plan(stage)
    if plan is None:
        return {"changed": False, "actions": [], "quiet": "the planner left the decky alone"}
    path = stage.options.get("path") or _free_path(stage, plan)
    if not path.startswith("/") or "\0" in path or path.endswith("/") or "/../" in f"{path}/":
        raise RealismError(
            f"path {path[:120]!r} is no absolute path of a file; write it from the root, such as /home/anna/notes.md"
        )
    entry = stage.transport.read([path])[path]
    if entry is not None and entry.kind != "file":
        raise RealismError(f"path {path} is a {entry.kind}, not a regular file; choose another path")
    action = _action(stage, plan, path, entry)
    answer = {"path": path, "persona": action.persona, "content_class": action.content_class.value}
    if _stands(stage, action, entry):
        return {"changed": False, "actions": [], **answer, "mode": f"{action.mode:04o}"}
    _refuse_foreign(stage, action, entry)
    if stage.check:
        return {**telling.foretold([action]), **answer}
    results = carry_out(stage, [action])
    return {**telling.outcome(results), **answer, **telling.told(results[0])}


def _plan(stage: Stage) -> Plan | None:
    """What is asked for, made up where it is not."""
    options = stage.options
    content_class = ContentClass(options["content_class"]) if options.get("content_class") else None
    persona = stage.persona(options["persona"]) if options.get("persona") else None
    if persona is not None and content_class is not None and content_class not in (*USER_CLASSES, ContentClass.CANARY):
        raise RealismError(
            f"content_class {content_class} is the system's, not a persona's; leave persona out, or choose one of {', '.join(USER_CLASSES)}"
        )
    moment = _moment(stage, persona)
    if options.get("path") or content_class or persona:
        rng = seeded_random(stage.seed, "plant", stage.name, stage.now.isoformat(), options.get("path") or "")
        if persona is None and (content_class is None or content_class in USER_CLASSES):
            persona = _owner_of_path(stage) or (None if options.get("path") else _any_persona(stage, rng))
            moment = _moment(stage, persona)
        if content_class is None:
            content_class = rng.choice(USER_CLASSES) if persona else ContentClass.CACHE_TMP
        return Plan(Verb.CREATE, stage.name, moment, persona.login if persona else None, content_class)
    rng = seeded_random(stage.seed, "plant", stage.name, stage.now.isoformat())
    plan = pick(
        [replace(stage.decky, facts=replace(stage.decky.facts, log_files=()))],
        stage.now,
        rng,
        weights=Weights.from_option(options.get("weights")),
    )
    return (
        None
        if plan is None
        else replace(plan, moment=_moment(stage, stage.persona(plan.persona) if plan.persona else None))
    )


def _owner_of_path(stage: Stage) -> Any:
    """The persona in whose home the path lies."""
    path = stage.options.get("path") or ""
    for persona in stage.decky.usable_personas():
        account = stage.decky.facts.account(persona.login)
        if account and path.startswith(account.home.rstrip("/") + "/"):
            return persona
    return None


def _any_persona(stage: Stage, rng: Any) -> Any:
    usable = stage.decky.usable_personas()
    if not usable:
        raise RealismError(
            "no persona of the pool has an account on this decky; make one there, or give persona or path"
        )
    return rng.choice(usable)


def _moment(stage: Stage, persona: Any) -> datetime:
    if stage.options.get("mtime") is not None:
        moment = parse_moment(stage.options["mtime"], "mtime")
        if moment > stage.now:
            raise RealismError(f"mtime {moment.isoformat()} lies in the future; a file cannot be written then")
        return moment
    return sample_mtime(
        persona, stage.now, seeded_random(stage.seed, "mtime", stage.name, stage.now.isoformat()), timedelta(hours=1)
    )


def _free_path(stage: Stage, plan: Plan) -> str:
    content_class = ContentClass(plan.content_class)
    if content_class in (*LOG_CLASSES, ContentClass.CANARY):
        raise RealismError(f"content_class {content_class} has no path of its own choosing; give path")
    taken = {row.path for row in stage.ledger.list_synthetic_files(stage.name)}
    return choose_path(stage, content_class, plan.persona, taken, stage.now.isoformat(), plan.moment)


def _action(stage: Stage, plan: Plan, path: str, entry: Entry | None) -> FileAction:
    """The file as it is to stand. Without ``content``, what stands there already is what is wanted."""
    content = stage.options.get("content")
    body = content.encode() if content is not None else entry.content if entry and entry.kind == "file" else None
    if body is None and plan.content_class is ContentClass.CANARY:
        raise RealismError("content_class canary has no body of its own making; give content")
    action = create_action(stage, plan, path, body)
    if stage.options.get("mode") is not None:
        text = str(stage.options["mode"])
        if not _MODE.fullmatch(text):
            raise RealismError(f"mode {text[:20]!r} is no octal permission; write it in quotes, such as '0644'")
        action = replace(action, mode=int(text, 8))
    return action


def _stands(stage: Stage, action: FileAction, entry: Entry | None) -> bool:
    if entry is None or entry.kind != "file" or entry.content != action.body:
        return False
    if stage.options.get("content") is None and stage.options.get("mode") is None:
        return True
    return (entry.uid, entry.gid, entry.mode) == (action.uid, action.gid, action.mode)


def _refuse_foreign(stage: Stage, action: FileAction, entry: Entry | None) -> None:
    """What somebody else wrote, or changed of ours, is evidence unless ``force`` says otherwise."""
    if entry is None or entry.kind != "file" or stage.options["force"]:
        return
    row = stage.ledger.get_synthetic_file(stage.name, action.path)
    if row is None or entry.content is None or row.content_hash != digest(entry.content):
        whose = "is not ours" if row is None else "is not as we left it"
        raise RealismError(
            f"{action.path} stands there already and {whose}: it may be evidence; look at it, then set force to true or choose another path"
        )
