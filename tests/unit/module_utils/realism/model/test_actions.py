# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each kind of action reports to the ledger, the operator and the recovery: one table for all kinds."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import Action, Outcome
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions.base import MAX_DIFF_BYTES
from builders.action_kinds import APPEND, CREATE, EDIT, KINDS, MAIL, NOON, Kind

EACH = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def done(action: Action) -> Outcome:
    return Outcome(action=action, success=True, changed=True, body=b"stands", content_hash="h", payload={"more": 1})


def failed(action: Action) -> Outcome:
    return Outcome(action=action, success=False, error="the disk is full")


@EACH
def test_an_intent_is_pending_and_says_how_it_is_recovered(kind: Kind) -> None:
    event = kind.action.event()
    recovery = {"recovery": kind.recovery} if kind.recovery else {}
    assert event == {
        "occurred_at": NOON.isoformat(),
        "activity_time": kind.action.activity_time,
        "kind": kind.kind,
        "protocol": kind.endpoints[2],
        "action": kind.event_action,
        "persona": kind.action.persona,
        "src_decky": kind.endpoints[0],
        "dst_decky": kind.endpoints[1],
        "success": False,
        "status": "pending",
        "topic": f"{kind.topic}.rack1_web_01",
        "payload": {**kind.payload, **recovery},
    }
    assert json.loads(json.dumps(event)) == event


@EACH
def test_an_outcome_closes_the_event(kind: Kind) -> None:
    success, failure = kind.action.event(done(kind.action)), kind.action.event(failed(kind.action))
    assert (success["status"], success["success"]) == ("done", True)
    assert (failure["status"], failure["success"]) == ("failed", False)
    assert {**kind.payload, "more": 1}.items() <= success["payload"].items() and "recovery" not in success["payload"]
    assert failure["payload"] == {**kind.payload, "error": "the disk is full"}
    assert json.loads(json.dumps([success, failure])) == [success, failure]


@EACH
def test_only_a_success_changes_rows(kind: Kind) -> None:
    assert done(kind.action).changes() == kind.changes
    assert failed(kind.action).changes() == kind.failed_changes


@EACH
def test_the_outline_is_what_a_task_returns(kind: Kind) -> None:
    common = {"action": kind.event_action, "persona": kind.action.persona, "occurred_at": NOON.isoformat()}
    assert kind.action.outline() == {**common, **kind.outline}
    assert done(kind.action).outline() == {**common, **kind.outline, "more": 1, "success": True}
    assert failed(kind.action).outline()["error"] == "the disk is full"


@EACH
def test_the_diff_is_ansibles(kind: Kind) -> None:
    names = ("before_header", "after_header", "before", "after")
    assert kind.action.diff() == (dict(zip(names, kind.diff)) if kind.diff else None)


@EACH
def test_what_a_failure_does_to_the_task(kind: Kind) -> None:
    assert (kind.action.failure_is_fatal, kind.action.failure_warns) == kind.severity
    assert kind.action.in_mailbox is (kind.kind == "email")


@EACH
def test_actions_are_frozen_keyword_only_records(kind: Kind) -> None:
    with pytest.raises(FrozenInstanceError):
        kind.action.decky = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        type(kind.action)("rack1:web.01", NOON)  # type: ignore[misc]
    assert replace(kind.action) == kind.action


def test_a_done_event_keeps_a_bounded_diff() -> None:
    assert EDIT.event(done(EDIT))["payload"]["diff"] == "@@ -1,2 +1,2 @@\n one\n-two\n+three"
    assert "diff" not in EDIT.event(failed(EDIT))["payload"]
    long = replace(EDIT, body=b"x\n" * 9000)
    assert long.event(done(long))["payload"]["diff"].endswith("\n(cut)")
    assert len(long.event(done(long))["payload"]["diff"]) < 4200
    for unreadable in (b"\xff", b"x" * (MAX_DIFF_BYTES + 1)):
        assert "diff" not in replace(EDIT, body=unreadable).event(done(EDIT))["payload"]


@pytest.mark.parametrize("action", [CREATE, EDIT, APPEND])
def test_a_diff_that_helps_nobody_shows_sizes(action: Any) -> None:
    shown = replace(action, body=b"x" * (MAX_DIFF_BYTES + 1)).diff()
    assert shown["after"].startswith("(6") and len(shown["after"]) < 30 and shown["before"] == "(too long to show)\n"


def test_a_mail_without_copies_has_no_place_and_no_diff() -> None:
    bare = replace(MAIL, copies=())
    assert bare.diff() is None and bare.recovery()["paths"] == [] and bare.row()["path"] == ""
