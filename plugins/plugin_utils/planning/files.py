# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From activity times to actions: first what is meant (without looking at the decky), then, once the decky was read, what is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.activity_times import ActivityTime
from ansible_collections.decnet.realism.plugins.module_utils.realism.content import bodies, naming
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.bodies.base import BodyContext
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.personas import Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.taxonomy import (
    LOG_CLASSES,
    USER_CLASSES,
    Action,
    ContentClass,
    EditAction,
    FileAction,
    Plan,
    TrafficAction,
    Verb,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.planner import (
    Candidate,
    Weights,
    pick_for,
)

from ..ledger import SyntheticFile
from ..ledger.files import digest
from ..llm.writer import COMPOSED, Rewritten
from ..observation.task_context import Stage
from ..transports.base import Entry

#: How often somebody who has a TODO list goes on with it where a new one was due: few people keep two.
ONE_LIST = 0.9


@dataclass(frozen=True)
class Intent:
    """A plan with its path; ``known`` is the ledger's row of the file that is to go on."""

    plan: Plan
    path: str
    known: SyntheticFile | None = None


@dataclass
class Choice:
    """What a tick means to do: files in the order of their moments, and at most one greeting."""

    intents: list[Intent] = field(default_factory=list)
    greeting: TrafficAction | None = None


@dataclass
class Concrete:
    """What a tick does after a look at the decky. ``evidence`` holds what somebody else did to our files."""

    actions: list[Action] = field(default_factory=list)
    evidence: list[tuple[Action, SyntheticFile, str]] = field(default_factory=list)


def choose(stage: Stage, activity_times: Sequence[ActivityTime], weights: Weights) -> Choice:
    """Plan each activity time. Log classes are left to the log streams, which write every line that is due anyway."""
    choice = Choice()
    known = stage.ledger.list_synthetic_files(stage.name) if activity_times else []
    taken = {row.path for row in known}
    lists: dict[str | None, SyntheticFile | None] = {
        row.persona: row for row in known if row.content_class == ContentClass.TODO and row.state == "present"
    }
    for activity_time in activity_times:
        rng = seeded_random(stage.seed, "plan", activity_time.id)
        row = stage.ledger.pick_random_synthetic_file_for_edit(
            stage.name, rng, activity_time.persona, [item.value for item in USER_CLASSES]
        )
        plan = pick_for(
            activity_time,
            stage.decky,
            rng,
            edit_candidate=candidate_of(row),
            peers=[peer.name for peer in stage.peers] if weights.traffic_share else (),
            weights=weights,
        )
        if plan is None or plan.content_class in LOG_CLASSES:
            continue
        if plan.verb is Verb.TRAFFIC:
            choice.greeting = greeting(stage, plan)
        elif plan.verb is Verb.EDIT and row is not None:
            choice.intents.append(Intent(plan, row.path, row))
        elif plan.content_class is ContentClass.TODO and plan.persona in lists and rng.random() < ONE_LIST:
            row = lists[plan.persona]
            if row is not None:
                choice.intents.append(Intent(replace(plan, verb=Verb.EDIT, candidate=row.uuid), row.path, row))
        elif plan.verb is Verb.CREATE and plan.content_class is not None:
            if plan.content_class is ContentClass.TODO:
                lists.setdefault(plan.persona, None)
            path = choose_path(
                stage, plan.content_class, plan.persona, taken, f"{activity_time.id}", activity_time.moment
            )
            taken.add(path)
            choice.intents.append(Intent(plan, path))
    return choice


def candidate_of(row: SyntheticFile | None) -> Candidate | None:
    """The planner's view of a ledger row."""
    if row is None:
        return None
    return Candidate(row.uuid, row.decky, row.path, row.persona, ContentClass(row.content_class), row.last_modified)


def choose_path(
    stage: Stage, content_class: ContentClass, login: str | None, taken: set[str], key: str, moment: datetime
) -> str:
    """A path that such a file would have here and that the ledger does not know yet."""
    persona = stage.persona(login) if login else None
    rng = seeded_random(stage.seed, "path", stage.name, key)
    return naming.make_path(
        content_class, persona, stage.decky, rng, taken=taken, world=stage.world, now=local(persona, stage, moment)
    )


def greeting(stage: Stage, plan: Plan) -> TrafficAction:
    """A plan of traffic made concrete."""
    peer = next(peer for peer in stage.peers if peer.name == plan.peer)
    return TrafficAction(
        stage.name, peer.name, peer.address, peer.port, plan.moment, plan.persona, activity_time=plan.activity_time
    )


def make_concrete(stage: Stage, intents: Sequence[Intent], entries: Mapping[str, Entry | None]) -> Concrete:
    """Give every intent its body and owner. A file that is not as we left it is evidence; a path that is taken is let be."""
    outcome = Concrete()
    standing: dict[str, Action] = {}
    for intent in intents:
        if intent.known is None:
            if entries.get(intent.path) is None and intent.path not in standing:
                made = create_action(stage, intent.plan, intent.path)
                standing[intent.path] = made
                outcome.actions.append(made)
            continue
        entry = entries.get(intent.path)
        reason = not_ours(intent.known, entry)
        if entry is None or entry.content is None or reason is not None:
            outcome.evidence.append((_refused(intent.plan, intent.known, entry), intent.known, reason or "gone"))
            continue
        earlier = standing.get(intent.path)
        previous = earlier.body if isinstance(earlier, (FileAction, EditAction)) else entry.content
        edited = edit_action(stage, intent.plan, intent.known, previous, entry)
        if edited is not None:
            standing[intent.path] = edited
            outcome.actions.append(edited)
    return outcome


def not_ours(known: SyntheticFile, entry: Entry | None) -> str | None:
    """Why a file may not be gone on with: it is gone, no file any more, or its content is not what we left."""
    if entry is None:
        return "gone"
    if entry.kind != "file" or entry.content is None or digest(entry.content) != known.content_hash:
        return "tampered"
    return None


def create_action(stage: Stage, plan: Plan, path: str, body: bytes | None = None) -> FileAction:
    """A new file: body by its class, owner and mode as the persona's own programs would leave them."""
    content_class = ContentClass(plan.content_class)
    persona = stage.persona(plan.persona) if plan.persona else None
    author, note = COMPOSED, None
    if body is None:
        rng = seeded_random(stage.seed, "body", stage.name, path, plan.activity_time or plan.moment.isoformat())
        text = bodies.make_body(content_class, persona, rng, context(stage, persona, plan.moment, path))
        made = Rewritten(text)
        if persona is not None and content_class in USER_CLASSES:
            made = stage.writer.document(content_class.value, persona, path, text, rng)
        body, author, note = made.text.encode(), made.author, made.note
    account = stage.decky.facts.account(persona.login) if persona else None
    uid, gid = (account.uid, account.gid) if account else (0, 0)
    mode = naming.mode_for(content_class, persona, seeded_random(stage.seed, "mode", stage.name, path), path)
    return FileAction(
        stage.name,
        path,
        plan.persona,
        content_class,
        body,
        uid,
        gid,
        mode,
        plan.moment,
        plan.activity_time,
        author,
        note,
    )


def edit_action(
    stage: Stage, plan: Plan, known: SyntheticFile, previous: bytes, entry: Entry, body: bytes | None = None
) -> EditAction | None:
    """The file's next version, with the owner and mode it has; None where nothing would change or time would run backwards."""
    if int(plan.moment.timestamp() * 1e9) <= entry.mtime_ns:
        return None
    content_class = ContentClass(known.content_class)
    persona = stage.persona(known.persona) if known.persona else None
    if body is None:
        rng = seeded_random(stage.seed, "edit", stage.name, known.path, plan.activity_time or plan.moment.isoformat())
        text = previous.decode("utf-8", "surrogateescape")
        grown = bodies.next_iteration(
            content_class, persona, text, rng, context(stage, persona, plan.moment, known.path)
        )
        body = grown.encode("utf-8", "surrogateescape")
    if body == previous:
        return None
    return EditAction(
        stage.name,
        known.path,
        known.persona,
        content_class,
        previous,
        body,
        entry.uid,
        entry.gid,
        entry.mode,
        plan.moment,
        known.uuid,
        activity_time=plan.activity_time,
    )


def context(stage: Stage, persona: Persona | None, moment: datetime, path: str) -> BodyContext:
    """Where and when a body is written."""
    return BodyContext(stage.decky, stage.world, local(persona, stage, moment), path)


def local(persona: Persona | None, stage: Stage, moment: datetime) -> datetime:
    """The moment on the wall clock of the persona, for the system on that of the decky."""
    return moment.astimezone(ZoneInfo(persona.timezone if persona else stage.decky.facts.timezone))


def _refused(plan: Plan, known: SyntheticFile, entry: Entry | None) -> EditAction:
    """The edit that was not made, as its event tells it."""
    found = (entry.content or b"")[:4096] if entry else b""
    owner = (entry.uid, entry.gid, entry.mode) if entry else (0, 0, 0)
    moment = plan.moment.astimezone(timezone.utc)
    return EditAction(
        known.decky,
        known.path,
        known.persona,
        ContentClass(known.content_class),
        found,
        found,
        *owner,
        moment,
        known.uuid,
        activity_time=plan.activity_time,
    )
