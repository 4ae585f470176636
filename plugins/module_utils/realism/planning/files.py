# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From activity times to files: what is meant before the decky is read, and what is done once it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from ..behaviour.activity_times import ActivityTime
from ..content import bodies, naming
from ..content.bodies.base import USER, BodyContext
from ..model.actions import Action, EditAction, FileAction, TrafficAction
from ..model.content_classes import ContentClass
from ..model.entries import Entry
from ..model.evidence import Evidence
from ..model.persona import Persona
from ..model.records import SyntheticFile, content_hash
from ..model.seeded_random import seeded_random
from .agenda import PlannedFile
from .candidates import pick_candidate
from .planner import Decision, Verb, pick_for
from .snapshot import Snapshot
from .texts import NO_TEXTS, Text, TextRequest, Texts

#: How often somebody who has a TODO list edits it where a new one was due: few people keep two.
ONE_LIST = 0.9
#: What is kept of a file that somebody else changed.
_KEPT_BYTES = 4096


@dataclass
class FilePlan:
    """What is done with files, what somebody else did to them, and the texts that a language model may write."""

    actions: list[Action] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    texts: list[TextRequest] = field(default_factory=list)


def planned_files(
    snapshot: Snapshot, times: Sequence[ActivityTime]
) -> tuple[tuple[PlannedFile, ...], TrafficAction | None]:
    """The files that are meant at these activity times, and at most one greeting."""
    weights, files = snapshot.options.weights, snapshot.files
    peers = [peer.name for peer in snapshot.peers] if weights.traffic_share else ()
    taken = {row.path for row in files}
    lists: dict[str | None, SyntheticFile | None] = {
        row.persona: row for row in files if row.content_class == ContentClass.TODO and row.state == "present"
    }
    planned: list[PlannedFile] = []
    greeting: TrafficAction | None = None
    for time in times:
        rng = seeded_random(snapshot.seed, "plan", time.id)
        row = pick_candidate(files, rng, time.persona, bodies.classes_of(USER))
        decision = pick_for(time, snapshot.decky, rng, edit_candidate=row, peers=peers, weights=weights)
        if decision is None:
            continue
        if decision.verb is Verb.TRAFFIC:
            greeting = _greeting(snapshot, decision)
        elif decision.verb is Verb.EDIT and row is not None:
            planned.append(PlannedFile(decision=decision, path=row.path, known=row))
        elif decision.content_class is ContentClass.TODO and decision.persona in lists and rng.random() < ONE_LIST:
            row = lists[decision.persona]
            if row is not None:
                edit = replace(decision, verb=Verb.EDIT, candidate=row.uuid)
                planned.append(PlannedFile(decision=edit, path=row.path, known=row))
        elif decision.content_class is not None:
            if decision.content_class is ContentClass.TODO:
                lists.setdefault(decision.persona, None)
            path = free_path(snapshot, decision, time.id, taken)
            taken.add(path)
            planned.append(PlannedFile(decision=decision, path=path))
    return tuple(planned), greeting


def free_path(snapshot: Snapshot, decision: Decision, key: str, taken: set[str] | None = None) -> str:
    """A path that such a file would have here and that the ledger does not know yet."""
    persona = snapshot.persona(decision.persona) if decision.persona else None
    return naming.make_path(
        ContentClass(decision.content_class),
        persona,
        snapshot.decky,
        seeded_random(snapshot.seed, "path", snapshot.decky.name, key),
        taken={row.path for row in snapshot.files} if taken is None else taken,
        world=snapshot.world,
        now=local_moment(snapshot, persona, decision.moment),
    )


def file_plan(snapshot: Snapshot, planned: Sequence[PlannedFile], texts: Texts = NO_TEXTS) -> FilePlan:
    """The actions of the planned files.

    A file that is not as it was left is evidence; a path that is taken is skipped.
    """
    found = FilePlan()
    standing: dict[str, FileAction | EditAction] = {}
    for item in planned:
        entry = snapshot.entries.get(item.path)
        if item.known is None:
            if entry is None and item.path not in standing:
                created, request = create_action(snapshot, item.decision, item.path, texts=texts)
                standing[item.path] = created
                found.actions.append(created)
                found.texts += [request] if request else []
            continue
        state = foreign_state(item.known, entry)
        if entry is None or entry.content is None or state is not None:
            # Of several edits that were due, the first one says it.
            if item.path not in {evidence.refused.path for evidence in found.evidence}:
                found.evidence.append(refusal(item.decision, item.known, entry, state or "gone"))
            continue
        earlier = standing.get(item.path)
        edited = edit_action(snapshot, item.decision, item.known, earlier.body if earlier else entry.content, entry)
        if edited is not None:
            standing[item.path] = edited
            found.actions.append(edited)
    return found


def foreign_state(known: SyntheticFile, entry: Entry | None) -> str | None:
    """Why a file is not edited: it is ``gone``, or ``tampered`` (no regular file, or not the content that was left)."""
    if entry is None:
        return "gone"
    if entry.kind != "file" or entry.content is None or content_hash(entry.content) != known.content_hash:
        return "tampered"
    return None


def create_action(
    snapshot: Snapshot, decision: Decision, path: str, body: bytes | None = None, texts: Texts = NO_TEXTS
) -> tuple[FileAction, TextRequest | None]:
    """A new file with the owner and mode that the persona's programs give it; its text as a request, if composed."""
    content_class = ContentClass(decision.content_class)
    persona = snapshot.persona(decision.persona) if decision.persona else None
    request, text = None, Text()
    if body is None:
        parts = (snapshot.seed, "body", snapshot.decky.name, path, _key(decision))
        context = body_context(snapshot, persona, decision.moment, path)
        composed = bodies.make_body(content_class, persona, seeded_random(*parts), context)
        if persona is not None and bodies.body_of(content_class).prompt is not None:
            request = TextRequest(
                key=_key(decision),
                content_class=content_class,
                persona=persona,
                language=persona.language,
                body=composed,
                seed=("document", *parts),
                path=path,
            )
            text = texts.get(request.key, text)
        body = (composed if text.body is None else text.body).encode()
    account = snapshot.decky.facts.account(persona.login) if persona else None
    uid, gid = (account.uid, account.gid) if account else (0, 0)
    rng = seeded_random(snapshot.seed, "mode", snapshot.decky.name, path)
    action = FileAction(
        decky=snapshot.decky.name,
        moment=decision.moment,
        persona=decision.persona,
        activity_time=decision.activity_time,
        path=path,
        content_class=content_class,
        body=body,
        uid=uid,
        gid=gid,
        mode=naming.mode_for(content_class, persona, rng, path),
        author=text.author,
        note=text.note,
        unguessable=content_class is ContentClass.CACHE_TMP,
    )
    return action, request


def edit_action(
    snapshot: Snapshot,
    decision: Decision,
    known: SyntheticFile,
    previous: bytes,
    entry: Entry,
    body: bytes | None = None,
) -> EditAction | None:
    """The file's next version, with the owner and mode it has.

    None where nothing changes or time would run backwards.
    """
    if int(decision.moment.timestamp() * 1e9) <= entry.mtime_ns:
        return None
    content_class = ContentClass(known.content_class)
    persona = snapshot.persona(known.persona) if known.persona else None
    if body is None:
        rng = seeded_random(snapshot.seed, "edit", snapshot.decky.name, known.path, _key(decision))
        text = previous.decode("utf-8", "surrogateescape")
        context = body_context(snapshot, persona, decision.moment, known.path)
        body = bodies.next_iteration(content_class, persona, text, rng, context).encode("utf-8", "surrogateescape")
    if body == previous:
        return None
    return EditAction(
        decky=snapshot.decky.name,
        moment=decision.moment,
        persona=known.persona,
        activity_time=decision.activity_time,
        path=known.path,
        content_class=content_class,
        body=body,
        uid=entry.uid,
        gid=entry.gid,
        mode=entry.mode,
        previous=previous,
        synthetic_file_uuid=known.uuid,
    )


def refusal(decision: Decision, known: SyntheticFile, entry: Entry | None, state: str) -> Evidence:
    """The edit that is not made, with the first bytes of what stands there instead."""
    kept = (entry.content or b"")[:_KEPT_BYTES] if entry else b""
    uid, gid, mode = (entry.uid, entry.gid, entry.mode) if entry else (0, 0, 0)
    refused = EditAction(
        decky=known.decky,
        moment=decision.moment.astimezone(timezone.utc),
        persona=known.persona,
        activity_time=decision.activity_time,
        path=known.path,
        content_class=ContentClass(known.content_class),
        body=kept,
        uid=uid,
        gid=gid,
        mode=mode,
        previous=kept,
        synthetic_file_uuid=known.uuid,
    )
    return Evidence(refused=refused, state=state)


def body_context(snapshot: Snapshot, persona: Persona | None, moment: datetime, path: str) -> BodyContext:
    """Where and when a body is written."""
    return BodyContext(snapshot.decky, snapshot.world, local_moment(snapshot, persona, moment), path)


def local_moment(snapshot: Snapshot, persona: Persona | None, moment: datetime) -> datetime:
    """The moment on the wall clock of the persona, for the system on that of the decky."""
    return moment.astimezone(ZoneInfo(persona.timezone if persona else snapshot.decky.facts.timezone))


def _greeting(snapshot: Snapshot, decision: Decision) -> TrafficAction:
    peer = next(peer for peer in snapshot.peers if peer.name == decision.peer)
    return TrafficAction(
        decky=snapshot.decky.name,
        moment=decision.moment,
        persona=decision.persona,
        activity_time=decision.activity_time,
        peer=peer.name,
        address=peer.address,
        port=peer.port,
    )


def _key(decision: Decision) -> str:
    return decision.activity_time or decision.moment.isoformat()
