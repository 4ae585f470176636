# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan is a function of its snapshot.

It is the same twice, whatever was planned in between, and the snapshot does not change.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import timedelta
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism import planning
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import EditAction, FileAction
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.entries import Entry
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import SyntheticFile, content_hash
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import (
    EditRequest,
    GreetingRequest,
    MailRequest,
    PlantRequest,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import PlanningOptions, Snapshot
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.weights import Weights
from fakes.snapshots import (
    ANNA,
    DAY,
    HOUR,
    LOGS,
    MAIL_LOG,
    NOW,
    OMAR,
    ONLY_CREATE,
    ONLY_EDIT,
    PEER,
    decky,
    email,
    entry,
    observed,
    row,
    snapshot,
)

TODO = "/home/anna/TODO.md"
MAIL_HOST = decky(("ssh", "imap"), log_files=(*LOGS, MAIL_LOG), running=("dovecot",))

CASES: dict[str, Callable[[], Snapshot]] = {
    "a tick": lambda: snapshot(
        clocks={"tick": NOW - 2 * DAY},
        options=PlanningOptions(catch_up=3 * DAY),
        decky=MAIL_HOST,
        peers=(PEER,),
        files=(row(TODO), row("/home/omar/TODO", persona="omar")),
        mails=(email(ANNA, OMAR, NOW - DAY),),
    ),
    "mail": lambda: snapshot(decky=MAIL_HOST, request=MailRequest(), clocks={}, weights=Weights(email_share=1.0)),
    "a file": lambda: snapshot(request=PlantRequest(content_class=ContentClass.NOTE)),
    "an edit": lambda: snapshot(request=EditRequest(path=TODO), files=(row(TODO),)),
    "evidence": lambda: snapshot(request=EditRequest(path=TODO), files=(row(TODO, content_hash="x"),)),
    "a greeting": lambda: snapshot(request=GreetingRequest(), peers=(PEER,)),
}


@pytest.mark.parametrize("name", CASES)
def test_planning_twice_is_equal_and_changes_nothing(name: str) -> None:
    asked = observed(CASES[name]())
    kept = copy.deepcopy(asked)
    random.seed(1)
    first = planning.plan(asked)
    state = random.getstate()
    random.seed(2)
    planning.plan(observed(snapshot(seed="another", clocks={})))
    assert planning.plan(asked) == first and planning.plan(observed(CASES[name]())) == first
    assert first.actions or first.evidence
    assert (asked, planning.agenda(asked)) == (kept, kept.agenda)
    random.seed(1)
    assert random.getstate() == state


@pytest.mark.parametrize("name", ["a tick", "mail", "a file", "a greeting"])
def test_another_seed_is_another_plan(name: str) -> None:
    """Two fleets share nothing by chance."""
    plans = [planning.plan(observed(replace(CASES[name](), seed=seed, peers=(PEER,)))) for seed in ("a", "b")]
    if name == "a greeting":
        assert plans[0] == plans[1]
    else:
        assert plans[0].actions != plans[1].actions


@pytest.mark.parametrize("record", [snapshot(), planning.Plan(), planning.Agenda(), row(TODO), entry(TODO)])
def test_records_are_frozen(record: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        record.seed = "x"


def lived(cuts: list[timedelta], weights: Weights, known: tuple[SyntheticFile, ...] = ()) -> dict[str, Entry]:
    """What stands on the decky after two days of ticks at these times and a last one at the end."""
    start = NOW - 2 * DAY
    clock, files, standing = start, {one.path: one for one in known}, dict[str, Entry | None]()
    for cut in [*cuts, 2 * DAY]:
        options = PlanningOptions(weights=weights, catch_up=3 * DAY)
        asked = snapshot(
            now=start + cut,
            clocks={"tick": clock, "logs": clock},
            decky=decky(log_files=()),
            files=tuple(files.values()),
            options=options,
        )
        plan = planning.plan(observed(asked, standing))
        assert not plan.evidence
        for action in plan.actions:
            assert isinstance(action, FileAction | EditAction)
            mtime = int(action.moment.timestamp() * 1e9)
            standing[action.path] = entry(action.path, action.body, mode=action.mode, mtime_ns=mtime)
            files[action.path] = _row_after(files.get(action.path), action)
        clock = start + cut
    return {path: one for path, one in standing.items() if one is not None}


def _row_after(known: SyntheticFile | None, action: FileAction | EditAction) -> SyntheticFile:
    if known is not None:
        digest = content_hash(action.body)
        return replace(known, last_body=action.body, content_hash=digest, last_modified=action.moment)
    return row(
        action.path,
        action.body,
        persona=action.persona,
        content_class=action.content_class.value,
        last_modified=action.moment,
        created_at=action.moment,
    )


#: Old files of two people, of which one has a TODO list.
KNOWN = tuple(
    row(path, b"- [ ] x\n", persona=path.split("/")[2], content_class=kind, last_modified=NOW - 5 * DAY)
    for path, kind in ((TODO, "todo"), ("/home/anna/a.md", "note"), ("/home/omar/b.md", "draft"))
)
#: The first list of somebody is made once: a tick does not know that it makes it. Lists have a test of their own.
WITHOUT_LISTS = replace(ONLY_CREATE, classes={**ONLY_CREATE.classes, "todo": 0.0})


@pytest.mark.parametrize(
    "cuts",
    [[DAY], [HOUR * hours for hours in range(1, 48)], [timedelta(minutes=7), timedelta(hours=31, seconds=3)]],
    ids=["halves", "hours", "odd"],
)
@pytest.mark.parametrize(("weights", "known"), [(WITHOUT_LISTS, ()), (ONLY_EDIT, KNOWN)], ids=["new files", "edits"])
def test_an_interval_may_be_cut_anywhere(
    weights: Weights, known: tuple[SyntheticFile, ...], cuts: list[timedelta]
) -> None:
    """A controller that was off for a day leaves the same files as one that ticked every hour."""
    whole = lived([], weights, known)
    assert len(whole) >= 2 and lived(cuts, weights, known) == whole
