# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose file is written where, with which owner and mode, and what is left alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import EditAction, FileAction
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Account
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning import Plan
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.planner import pick_for
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.weights import Weights
from fakes.snapshots import (
    HOUR,
    NOW,
    ONLY_CREATE,
    ONLY_EDIT,
    activity_time,
    activity_times,
    decky,
    entry,
    facts,
    observed,
    planned,
    row,
    snapshot,
)

TODO = "/home/anna/TODO.md"


def only(content_class: str, weights: Weights = ONLY_CREATE) -> Weights:
    """Weights under which nothing but this class comes about."""
    return replace(weights, classes={content_class: 1.0})


def created(plan: Plan) -> list[FileAction]:
    return [action for action in plan.actions if isinstance(action, FileAction)]


def edited(plan: Plan) -> list[EditAction]:
    return [action for action in plan.actions if isinstance(action, EditAction)]


def stands_at(path: str, content: bytes | None = b"- [ ] call the vendor\n", **overrides: Any) -> Any:
    return {path: entry(path, content, **overrides)}


@pytest.mark.parametrize(
    ("persona", "content_class", "owner", "home"),
    [
        ("anna", "note", (1000, 2000), "/home/anna/"),
        ("omar", "todo", (1001, 2001), "/home/omar/"),
        ("lea", "draft", (1002, 2002), "/home/lea/"),
        ("lea", "script", (1002, 2002), "/home/lea/"),
        (None, "cache_tmp", (0, 0), "/tmp/tmp."),
    ],
)
def test_a_new_file_belongs_to_who_writes_it(
    persona: str | None, content_class: str, owner: tuple[int, int], home: str
) -> None:
    asked = snapshot(weights=only(content_class), activity_times=(activity_time(persona),))
    [action] = created(planned(asked))
    assert (action.uid, action.gid) == owner and action.path.startswith(home)
    assert (action.persona, action.content_class, action.moment) == (persona, content_class, NOW - HOUR)
    assert action.activity_time == f"{persona or 'system'}-0" and action.body
    assert action.unguessable is (persona is None)


#: Three people by the umask that their login gives them.
UMASKS = {"anna": 0o022, "mel": 0o002, "ada": 0o077}


@pytest.mark.parametrize(("login", "umask"), UMASKS.items())
@pytest.mark.parametrize("content_class", ["note", "todo", "draft", "script"])
def test_the_mode_is_what_the_umask_of_the_person_leaves(login: str, umask: int, content_class: str) -> None:
    person = Persona("Some Body", f"{login}@corp.example", login, "developer")
    host = decky(personas=(person,), accounts=(Account(login, 1000, 1000, f"/home/{login}"),))
    asked = snapshot(weights=only(content_class), decky=host, activity_times=activity_times(login, 12))
    modes = {action.mode for action in created(planned(asked))}
    assert modes == {0o666 & ~umask} | ({0o777 & ~umask} if content_class == "script" else set())


def test_what_the_system_leaves_in_tmp_is_its_own() -> None:
    [action] = created(planned(snapshot(weights=only("cache_tmp"), activity_times=(activity_time(None),))))
    assert action.mode == 0o600


def test_new_files_never_share_a_path_with_one_another_or_with_a_known_one() -> None:
    times = activity_times("anna", 12)
    asked = snapshot(weights=only("note"), activity_times=times)
    paths = [action.path for action in created(planned(asked))]
    assert len(set(paths)) == len(paths) == 12
    # The ledger knows these by now: none of them is chosen again, even where they are gone.
    again = created(planned(replace(asked, files=tuple(row(path, state="gone") for path in paths))))
    assert len(again) == 12 and not {action.path for action in again} & set(paths)


def test_a_path_that_somebody_else_took_is_skipped() -> None:
    asked = snapshot(weights=only("note"), activity_times=activity_times("anna", 2))
    first, second = created(planned(asked))
    plan = planned(asked, stands_at(first.path, b"not ours\n"))
    assert created(plan) == [second] and not plan.evidence


@pytest.mark.parametrize("actor", ["omar", "anna"])
def test_people_edit_their_own_files_alone(actor: str) -> None:
    """Omar has one of fifteen files: every edit of his is of that one."""
    files = tuple(row(f"/home/anna/{number}.md", b"- [ ] x\n") for number in range(14))
    files += (row("/home/omar/TODO", persona="omar"),)
    plan = planned(snapshot(weights=ONLY_EDIT, files=files, activity_times=activity_times(actor, 6)))
    actions = edited(plan)
    assert len(actions) == 6 and not created(plan)
    assert {action.path.split("/")[2] for action in actions} == {actor}
    assert {action.persona for action in actions} == {actor}


def test_a_file_of_somebody_else_is_no_candidate_even_where_it_is_offered() -> None:
    offered, rng = row(TODO), seeded_random("x")
    chosen = {
        login: pick_for(activity_time(login), decky(), rng, edit_candidate=offered, weights=ONLY_EDIT)
        for login in ("anna", "omar", None)
    }
    candidates = {login: decision.candidate if decision else None for login, decision in chosen.items()}
    assert candidates == {"anna": offered.uuid, "omar": None, None: None}


@pytest.mark.parametrize("state", ["gone", "tampered"])
def test_a_file_that_was_evidence_once_is_never_edited_again(state: str) -> None:
    asked = snapshot(weights=ONLY_EDIT, files=(row(TODO, state=state),), activity_times=(activity_time("anna"),))
    plan = planned(asked, stands_at(TODO))
    assert not edited(plan) and not plan.evidence


def test_an_edit_keeps_owner_and_mode_and_continues_what_stands() -> None:
    asked = snapshot(weights=ONLY_EDIT, files=(row(TODO),), activity_times=(activity_time("anna"),))
    [action] = edited(planned(asked, stands_at(TODO, uid=77, gid=88, mode=0o600)))
    assert (action.uid, action.gid, action.mode) == (77, 88, 0o600)
    assert action.previous == b"- [ ] call the vendor\n" != action.body
    assert action.synthetic_file_uuid == row(TODO).uuid and action.moment == NOW - HOUR


@pytest.mark.parametrize(
    ("standing", "state", "kept"),
    [
        pytest.param({TODO: None}, "gone", b"", id="removed"),
        pytest.param(stands_at(TODO, b"owned\n"), "tampered", b"owned\n", id="another content"),
        pytest.param(stands_at(TODO, b"x" * 9000), "tampered", b"x" * 4096, id="a long one"),
        pytest.param(stands_at(TODO, b""), "tampered", b"", id="emptied"),
        pytest.param(stands_at(TODO, None, size=2**40), "tampered", b"", id="too large to read"),
        pytest.param(stands_at(TODO, None, kind="directory"), "tampered", b"", id="a directory"),
        pytest.param(stands_at(TODO, None, kind="symlink"), "tampered", b"", id="a link"),
        pytest.param(stands_at(TODO, None, kind="other"), "tampered", b"", id="a device"),
    ],
)
def test_what_somebody_else_did_to_a_file_is_evidence_and_never_overwritten(
    standing: Any, state: str, kept: bytes
) -> None:
    asked = snapshot(weights=ONLY_EDIT, files=(row(TODO),), activity_times=(activity_time("anna"),))
    plan = planned(asked, standing)
    [evidence] = plan.evidence
    assert (evidence.state, evidence.refused.path, evidence.refused.body) == (state, TODO, kept)
    assert (evidence.change.uuid, evidence.change.state) == (row(TODO).uuid, state)
    assert not edited(plan) and not created(plan)
    assert evidence.outline() == {"path": TODO, "state": state, "persona": "anna"}


def test_evidence_of_a_file_is_recorded_once_a_run() -> None:
    asked = snapshot(weights=ONLY_EDIT, files=(row(TODO),), activity_times=activity_times("anna", 3))
    assert len(planned(asked, {TODO: None}).evidence) == 1


def test_somebody_with_a_todo_list_edits_it_where_a_new_one_was_due() -> None:
    asked = snapshot(weights=only("todo"), files=(row(TODO),), activity_times=activity_times("anna", 20))
    plan = planned(asked)
    paths = Counter(action.path for action in edited(plan))
    assert paths[TODO] >= 14 and set(paths) == {TODO}
    assert len(created(plan)) <= 6


def test_a_first_todo_list_is_one_not_one_at_each_activity_time() -> None:
    plan = planned(snapshot(weights=only("todo"), activity_times=activity_times("anna", 20)))
    assert 1 <= len(created(plan)) <= 6
    both = (*activity_times("anna", 1), *activity_times("omar", 1))
    assert {action.persona for action in created(planned(snapshot(weights=only("todo"), activity_times=both)))} == {
        "anna",
        "omar",
    }


def test_two_edits_of_one_file_in_a_tick_build_on_one_another() -> None:
    asked = snapshot(weights=ONLY_EDIT, files=(row(TODO),), activity_times=activity_times("anna", 4))
    actions = edited(planned(asked))
    assert len(actions) == 4
    assert [action.previous for action in actions[1:]] == [action.body for action in actions[:-1]]


@pytest.mark.parametrize(
    ("last_modified", "mtime", "edits"),
    [
        pytest.param(NOW - 3 * HOUR, NOW - 3 * HOUR, 1, id="before"),
        pytest.param(NOW - HOUR, NOW - HOUR, 0, id="the same moment"),
        pytest.param(NOW, NOW, 0, id="later in the ledger and on the decky"),
        pytest.param(NOW - 3 * HOUR, NOW - HOUR / 2, 0, id="touched since"),
    ],
)
def test_time_never_runs_backwards(last_modified: Any, mtime: Any, edits: int) -> None:
    asked = snapshot(
        weights=ONLY_EDIT, files=(row(TODO, last_modified=last_modified),), activity_times=(activity_time("anna"),)
    )
    plan = planned(asked, stands_at(TODO, mtime_ns=int(mtime.timestamp() * 1e9)))
    assert len(edited(plan)) == edits and not plan.evidence


def test_a_random_name_in_tmp_is_not_looked_for() -> None:
    times = (activity_time(None), activity_time("anna"))
    due = observed(snapshot(weights=replace(ONLY_CREATE), activity_times=times)).agenda
    assert len(due.files) == 2 or due.files[0].decision.persona == "anna"
    asked = observed(snapshot(weights=only("cache_tmp"), activity_times=times[:1]))
    assert len(asked.agenda.files) == 1 and asked.agenda.read_paths == ()


def test_a_persona_without_an_account_leaves_nothing() -> None:
    host = decky(accounts=facts().accounts[1:])
    plan = planned(snapshot(weights=ONLY_CREATE, decky=host, activity_times=activity_times("anna", 3)))
    assert not created(plan)


def test_a_log_is_never_made_by_an_activity_time() -> None:
    times = activity_times(None, 10, last=NOW - timedelta(minutes=30))
    assert not created(planned(snapshot(weights=only("log_cron"), activity_times=times)))
