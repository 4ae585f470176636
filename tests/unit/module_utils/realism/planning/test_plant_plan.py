# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One new file: what is chosen where the request leaves it open, and every reason for which it is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import FileAction
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Account
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import PlantRequest
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import Snapshot
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.weights import Weights
from fakes.snapshots import HOUR, NOW, decky, entry, planned, row, snapshot

NOTES = "/home/anna/notes.md"
CANARY, CACHE, LOG, NOTE = ContentClass.CANARY, ContentClass.CACHE_TMP, ContentClass.LOG_CRON, ContentClass.NOTE
NOBODY = {"decky": decky(accounts=())}


def asked(overrides: Any = None, **request: Any) -> Snapshot:
    return snapshot(**{"request": PlantRequest(**request), **(overrides or {})})


@pytest.mark.parametrize(
    ("request_", "overrides", "standing", "sentence"),
    [
        pytest.param(
            {"path": "notes.md"},
            {},
            {},
            "path 'notes.md' is no absolute path of a file; write it from the root, such as /home/anna/notes.md",
            id="relative",
        ),
        pytest.param({"path": "/home/anna/"}, {}, {}, "is no absolute path of a file", id="a directory by its name"),
        pytest.param({"path": "/home/anna/../x"}, {}, {}, "is no absolute path of a file", id="out of a directory"),
        pytest.param({"path": "/home/anna/x/.."}, {}, {}, "is no absolute path of a file", id="ends outside"),
        pytest.param({"path": "/a\0b"}, {}, {}, "is no absolute path of a file", id="a zero byte"),
        *(
            pytest.param(
                {"path": NOTES, "force": True},
                {},
                {NOTES: entry(NOTES, None, kind=kind)},
                f"path {NOTES} is a {kind}, not a regular file; choose another path",
                id=kind,
            )
            for kind in ("directory", "symlink", "other")
        ),
        pytest.param(
            {"path": NOTES, "content": b"x"},
            {},
            {NOTES: entry(NOTES, b"theirs")},
            f"{NOTES} stands there already and is not ours: it may be evidence;"
            " look at it, then set force to true or choose another path",
            id="foreign",
        ),
        pytest.param(
            {"path": NOTES, "content": b"x"},
            {"files": (row(NOTES, b"ours"),)},
            {NOTES: entry(NOTES, b"changed")},
            f"{NOTES} stands there already and is not as we left it: it may be evidence",
            id="changed since",
        ),
        pytest.param(
            {"path": NOTES, "content": b"x"},
            {"files": (row(NOTES, b"ours"),)},
            {NOTES: entry(NOTES, None, size=2**40)},
            "is not as we left it",
            id="grown beyond reading",
        ),
        pytest.param(
            {"path": NOTES, "mtime": NOW + HOUR},
            {},
            {},
            f"mtime {(NOW + HOUR).isoformat()} lies in the future; a file cannot be written then",
            id="future",
        ),
        pytest.param(
            {"persona": "anna", "content_class": CACHE},
            {},
            {},
            "content_class cache_tmp is the system's, not a persona's; leave persona out, or choose one of note, todo",
            id="a persona of the system's class",
        ),
        pytest.param(
            {"path": NOTES, "content_class": CANARY},
            {},
            {},
            "content_class canary has no body of its own; give content",
            id="a canary without content",
        ),
        pytest.param(
            {"content_class": CANARY, "content": b"x"},
            {},
            {},
            "content_class canary has no path of its own; give path",
            id="a canary without a path",
        ),
        pytest.param({"content_class": LOG}, {}, {}, "content_class log_cron has no path of its own", id="a log"),
        pytest.param(
            {"persona": "eve"}, {}, {}, "persona 'eve' is not in the pool of this decky (it has anna,", id="?"
        ),
        pytest.param({"persona": "anna"}, NOBODY, {}, "persona anna has no account on this decky; make one", id="away"),
        pytest.param({"content_class": NOTE}, NOBODY, {}, "give persona or path", id="nobody"),
    ],
)
def test_refusals_name_the_option_and_the_way_out(request_: Any, overrides: Any, standing: Any, sentence: str) -> None:
    with pytest.raises(RealismError, match=re.escape(sentence)):
        planned(asked(overrides, **request_), standing)


@pytest.mark.parametrize(
    ("request_", "persona", "content_class", "owner"),
    [
        ({"path": NOTES}, "anna", None, (1000, 2000)),
        ({"path": "/home/omar/deep/er/x.txt", "content": b"x"}, "omar", None, (1001, 2001)),
        ({"path": "/home/annabel/x.txt", "content": b"x"}, None, CACHE, (0, 0)),
        ({"path": "/opt/app.conf", "content": b"x"}, None, CACHE, (0, 0)),
        ({"path": "/opt/app.conf", "content": b"x", "persona": "lea"}, "lea", None, (1002, 2002)),
        ({"path": "/opt/app.conf", "content": b"x", "persona": "Lea Roth"}, "lea", None, (1002, 2002)),
        ({"path": "/root/keys", "content": b"x", "content_class": CANARY}, None, CANARY, (0, 0)),
        (
            {"path": "/srv/keys", "content": b"x", "content_class": CANARY, "persona": "omar"},
            "omar",
            CANARY,
            (1001, 2001),
        ),
        ({"persona": "omar", "content_class": NOTE}, "omar", NOTE, (1001, 2001)),
        ({"content_class": CACHE}, None, CACHE, (0, 0)),
    ],
)
def test_owner_and_class_follow_from_what_was_given(
    request_: Any, persona: str | None, content_class: ContentClass | None, owner: tuple[int, int]
) -> None:
    plan = planned(asked(None, **request_))
    [action] = plan.actions
    assert isinstance(action, FileAction)
    assert (action.persona, (action.uid, action.gid)) == (persona, owner)
    assert content_class is None or action.content_class == content_class
    assert action.path == request_.get("path", action.path) and action.body
    assert action.moment <= NOW and action.activity_time is None and not plan.clocks
    assert plan.details == {"path": action.path, "persona": persona, "content_class": action.content_class.value}


def test_content_mode_and_mtime_are_taken_as_they_are_given() -> None:
    [action] = planned(asked(None, path=NOTES, content=b"\xff\0", mode=0o4755, mtime=NOW - 9 * HOUR)).actions
    assert isinstance(action, FileAction)
    assert (action.body, action.mode, action.moment) == (b"\xff\0", 0o4755, NOW - 9 * HOUR)


def test_a_moment_that_is_left_open_lies_within_the_hour() -> None:
    for number in range(20):
        [action] = planned(asked({"seed": f"s{number}"}, path=NOTES)).actions
        assert NOW - HOUR <= action.moment <= NOW


@pytest.mark.parametrize(
    ("standing", "changes"),
    [
        pytest.param(entry(NOTES, b"x"), {}, id="as it was asked for"),
        pytest.param(entry(NOTES, b"x", uid=0), {"uid": 1000}, id="another owner"),
        pytest.param(entry(NOTES, b"x", mode=0o777), {"mode": 0o644}, id="another mode"),
        pytest.param(entry(NOTES, b"y"), {"body": b"x"}, id="another content"),
    ],
)
def test_a_second_run_changes_only_what_differs(standing: Any, changes: dict[str, Any]) -> None:
    known = {"files": (row(NOTES, standing.content),)}
    plan = planned(asked(known, path=NOTES, content=b"x"), {NOTES: standing})
    if not changes:
        assert plan.actions == () and plan.details["mode"] == "0644" and plan.details["path"] == NOTES
        return
    [action] = plan.actions
    assert {name: getattr(action, name) for name in changes} == changes


def test_a_file_that_stands_is_what_was_asked_for_where_no_content_is_given() -> None:
    plan = planned(asked(None, path=NOTES), {NOTES: entry(NOTES, b"theirs", uid=0)})
    assert plan.actions == () and plan.details["path"] == NOTES
    plan = planned(asked({"files": (row(NOTES, b"ours"),)}, path=NOTES, mode=0o600), {NOTES: entry(NOTES, b"ours")})
    [action] = plan.actions
    assert isinstance(action, FileAction) and (action.body, action.mode) == (b"ours", 0o600)


def test_force_overwrites_what_somebody_else_wrote() -> None:
    [action] = planned(asked(None, path=NOTES, content=b"x", force=True), {NOTES: entry(NOTES, b"theirs")}).actions
    assert isinstance(action, FileAction) and action.body == b"x"


def anything(number: int, share: float = 0.7, **overrides: Any) -> Snapshot:
    """A request that leaves all open; ``number`` draws another answer."""
    return asked({"seed": f"s{number}", "weights": Weights(user_share=share), **overrides})


@pytest.mark.parametrize(("share", "personal"), [(0.0, {False}), (0.7, {False, True}), (1.0, {True})])
def test_a_request_for_anything_follows_the_shares(share: float, personal: set[bool]) -> None:
    plans = [planned(anything(number, share)) for number in range(30)]
    assert {action.persona is not None for plan in plans for action in plan.actions} == personal


def test_the_planner_may_leave_the_decky_alone() -> None:
    plan = planned(asked({"weights": Weights(create=0, edit=0, leave_alone=1)}))
    assert (plan.quiet, plan.actions) == ("the planner left the decky alone", ())


def test_while_nobody_works_the_system_writes() -> None:
    plans = [planned(anything(number, now=NOW + 12 * HOUR)) for number in range(10)]
    assert {action.persona for plan in plans for action in plan.actions} == {None}


def test_a_persona_without_a_home_is_refused_with_a_way_out() -> None:
    homeless = decky(accounts=(Account("anna", 1000, 1000, "/nonexistent"),))
    with pytest.raises(RealismError, match="persona anna has no home on this decky; make an account with one"):
        planned(asked({"decky": homeless}, persona="anna"))


def test_personas_without_accounts_are_never_chosen() -> None:
    only_lea = decky(accounts=tuple(one for one in decky().facts.accounts if one.login == "lea"))
    for number in range(8):
        [action] = planned(asked({"decky": only_lea, "seed": f"s{number}"}, content_class=NOTE)).actions
        assert action.persona == "lea"
