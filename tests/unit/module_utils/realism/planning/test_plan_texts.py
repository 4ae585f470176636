# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which texts a language model may write, and what a plan does with what it wrote."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism import planning
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import (
    Action,
    EmailAction,
    FileAction,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import (
    EditRequest,
    MailRequest,
    PlantRequest,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import PlanningOptions, Snapshot
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.texts import LLM, Text
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.weights import Weights
from fakes.snapshots import (
    ANNA,
    DAY,
    HOUR,
    NOW,
    ONLY_CREATE,
    ONLY_EDIT,
    PEOPLE,
    activity_time,
    activity_times,
    decky,
    observed,
    planned,
    row,
    snapshot,
)

#: All three sign what opens a thread.
SIGNED = tuple(replace(person, signature=f"{person.name}\nExtension 12") for person in PEOPLE)
HOST = decky(("ssh", "imap"), personas=SIGNED)
TEXT = Text(body="Hi,\n\nthe tape is in.\n\nBye", subject="Tape", author=LLM)


def letters(count: int = 20) -> Snapshot:
    """A run with threads of Anna's, some of which are answered in the same run."""
    return observed(
        snapshot(
            decky=HOST,
            request=MailRequest(),
            clocks={"mail": NOW - 40 * HOUR},
            options=PlanningOptions(weights=Weights(email_share=1.0), catch_up=31 * DAY),
            activity_times=activity_times("anna", count, NOW - 28 * HOUR),
        )
    )


def by_key(plan: planning.Plan) -> dict[str | None, Action]:
    return {action.activity_time or action.moment.isoformat(): action for action in plan.actions}


@pytest.mark.parametrize("name", ["note", "todo", "draft", "script"])
def test_each_new_personal_text_may_be_written_anew(name: str) -> None:
    weights = replace(ONLY_CREATE, classes={name: 1.0})
    plan = planned(snapshot(weights=weights, activity_times=(activity_time("anna"),)))
    [request], [action] = plan.texts, [one for one in plan.actions if isinstance(one, FileAction)]
    assert (request.key, request.content_class, request.persona) == ("anna-0", ContentClass(name), ANNA)
    assert (request.path, request.body.encode(), request.language) == (action.path, action.body, "en")
    assert action.author == "composed" and action.note is None and request.after is None


@pytest.mark.parametrize(
    "overrides",
    [
        pytest.param({"weights": ONLY_EDIT, "files": (row("/home/anna/TODO.md"),)}, id="an edit"),
        pytest.param(
            {"weights": replace(ONLY_CREATE, classes={"cache_tmp": 1.0}), "activity_times": (activity_time(None),)},
            id="what the system writes",
        ),
        pytest.param({"request": PlantRequest(path="/home/anna/x", content=b"x")}, id="what the operator gives"),
        pytest.param(
            {"request": PlantRequest(content_class=ContentClass.CACHE_TMP)}, id="a planted file of the system"
        ),
        pytest.param(
            {"request": EditRequest(path="/home/anna/TODO.md"), "files": (row("/home/anna/TODO.md"),)},
            id="an edit that was asked for",
        ),
    ],
)
def test_no_other_text_is_asked_for(overrides: dict[str, Any]) -> None:
    plan = planned(snapshot(**{"activity_times": (activity_time("anna"),), **overrides}))
    assert plan.actions and plan.texts == ()


def test_a_text_stands_in_place_of_the_composed_one() -> None:
    asked = observed(snapshot(weights=ONLY_CREATE, activity_times=activity_times("anna", 2)))
    plan = planning.plan(asked)
    written = planning.plan(asked, {"anna-0": Text(body="anew\n", author=LLM)})
    before, after = by_key(plan), by_key(written)
    one = after["anna-0"]
    assert isinstance(one, FileAction) and (one.body, one.author) == (b"anew\n", LLM)
    assert replace(one, body=before["anna-0"].body, author="composed") == before["anna-0"]  # type: ignore[attr-defined]
    assert after["anna-1"] == before["anna-1"] and written.texts == plan.texts
    assert one.payload()["author"] == LLM and "author" not in before["anna-0"].payload()


def test_the_reason_why_a_text_was_not_used_is_kept() -> None:
    asked = observed(snapshot(weights=ONLY_CREATE, activity_times=(activity_time("anna"),)))
    [before] = [action for action in planning.plan(asked).actions if isinstance(action, FileAction)]
    noted = by_key(planning.plan(asked, {"anna-0": Text(note="llm: timeout")}))["anna-0"]
    assert noted == replace(before, note="llm: timeout")
    assert noted.payload()["note"] == "llm: timeout" and noted.payload()["author"] == "composed"


def test_a_planted_file_takes_a_text_too() -> None:
    asked = observed(snapshot(request=PlantRequest(content_class=ContentClass.NOTE, persona="anna")))
    [request] = planning.plan(asked).texts
    [action] = planning.plan(asked, {request.key: Text(body="anew\n", author=LLM)}).actions
    assert isinstance(action, FileAction) and (action.body, action.author) == (b"anew\n", LLM)


def test_each_mail_may_be_written_anew_after_the_one_that_it_answers() -> None:
    plan = planning.plan(letters())
    actions = {action.activity_time: action for action in plan.actions if isinstance(action, EmailAction)}
    assert {request.key for request in plan.texts} == set(actions)
    keys = {action.message_id: action.activity_time for action in actions.values()}
    answers = 0
    for request in plan.texts:
        action = actions[request.key]
        assert request.after == keys.get(action.in_reply_to or "") and request.persona.email == action.sender
        assert len(request.thread) == len(action.references) and request.content_class is ContentClass.EMAIL
        assert "Extension 12" not in request.body and action.body.startswith(request.body)
        answers += bool(request.thread)
    assert answers


def test_a_mail_keeps_its_signature_and_only_the_first_of_a_thread_its_new_subject() -> None:
    asked = letters()
    plan = planning.plan(asked)
    written = planning.plan(asked, {request.key: TEXT for request in plan.texts})
    before, after = by_key(plan), by_key(written)
    assert before.keys() == after.keys()
    opens, answers, signed = 0, 0, 0
    for key, old in before.items():
        new = after[key]
        if not isinstance(old, EmailAction) or not isinstance(new, EmailAction):
            continue
        assert new.author == LLM and new.body.startswith("Hi,\n\nthe tape is in.\n\nBye")
        assert new.body.endswith("Extension 12") == old.body.endswith("Extension 12")
        signed += new.body.endswith("Extension 12")
        assert b"the tape is in." in new.copies[0].content
        if old.in_reply_to is None:
            opens, _same = opens + 1, (new.message_id, new.copies[0].owner)
            assert new.subject == "Tape" and b"Subject: Tape\n" in new.copies[0].content
        else:
            answers += 1
            assert b"Tape" in new.copies[0].content
    assert opens and answers and signed


def test_an_answer_keeps_the_subject_of_its_thread() -> None:
    asked = letters()
    plan = planning.plan(asked)
    answers = {request.key: TEXT for request in plan.texts if request.thread}
    before, after = by_key(plan), by_key(planning.plan(asked, answers))
    subjects = [(before[key].subject, after[key].subject) for key in answers]  # type: ignore[attr-defined]
    assert subjects and all(old == new != "Tape" for old, new in subjects)


def test_an_empty_text_changes_no_mail_and_a_note_is_kept() -> None:
    asked = letters(3)
    plan = planning.plan(asked)
    assert planning.plan(asked, {request.key: Text() for request in plan.texts}) == plan
    noted = planning.plan(asked, {plan.texts[0].key: Text(note="llm: unusable")})
    action = by_key(noted)[plan.texts[0].key]
    assert isinstance(action, EmailAction) and action.note == "llm: unusable" and action.author == "composed"
    assert action.payload()["note"] == action.outline()["note"] == "llm: unusable"


def test_a_text_for_another_plan_is_ignored() -> None:
    asked = letters(2)
    assert planning.plan(asked, {"someone-else": TEXT}) == planning.plan(asked)
