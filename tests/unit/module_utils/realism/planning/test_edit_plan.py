# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The next version of one file: which one, when, and every reason for which it is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import EditAction
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.edit_file import editors
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import EditRequest
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import Snapshot
from fakes.snapshots import DAY, HOUR, NOW, decky, entry, planned, row, snapshot

TODO, LOG = "/home/anna/TODO.md", "/var/log/cron.log"
BODY = b"- [ ] call the vendor\n"
KNOWN = row(TODO)


def asked(overrides: Any = None, **request: Any) -> Snapshot:
    files = (KNOWN, row(LOG, persona=None, content_class="log_cron"))
    return snapshot(**{"request": EditRequest(**request), "files": files, **(overrides or {})})


@pytest.mark.parametrize(
    ("request_", "overrides", "sentence"),
    [
        pytest.param(
            {"path": "TODO.md"},
            {},
            "path 'TODO.md' is no absolute path; write it from the root, such as /home/anna/notes.md",
            id="relative",
        ),
        pytest.param(
            {"path": "/home/anna/x"},
            {},
            "path /home/anna/x is not in the ledger of this decky; plant it with decoy_plant_file, or leave path out",
            id="unknown",
        ),
        pytest.param(
            {"path": LOG},
            {},
            f"path {LOG} is of the class log_cron, which has no next version of its own; give content",
            id="a class that does not grow",
        ),
        pytest.param(
            {"path": TODO, "mtime": NOW + HOUR},
            {},
            f"mtime {(NOW + HOUR).isoformat()} is not between the file's last edit ({(NOW - DAY).isoformat()}) and now",
            id="future",
        ),
        pytest.param({"path": TODO, "mtime": NOW - DAY}, {}, "is not between the file's last edit", id="the last edit"),
        pytest.param({"path": TODO}, {"decky": decky(accounts=())}, "persona anna has no account on this", id="left"),
    ],
)
def test_refusals_name_the_option_and_the_way_out(request_: Any, overrides: Any, sentence: str) -> None:
    with pytest.raises(RealismError, match=re.escape(sentence)):
        planned(asked(overrides, **request_))


@pytest.mark.parametrize(
    ("request_", "body", "moment"),
    [
        ({"path": TODO}, None, None),
        ({"candidate": KNOWN}, None, None),
        ({"path": TODO, "content": b"all done\n"}, b"all done\n", None),
        ({"path": TODO, "mtime": NOW - 3 * HOUR}, None, NOW - 3 * HOUR),
        ({"path": LOG, "content": b"line\n"}, b"line\n", None),
    ],
)
def test_one_file_is_edited(request_: Any, body: bytes | None, moment: Any) -> None:
    path = request_.get("path", TODO)
    plan = planned(asked(None, **request_), {path: entry(path, BODY, uid=7, gid=8, mode=0o600)})
    [action] = plan.actions
    assert isinstance(action, EditAction)
    assert (action.path, action.uid, action.gid, action.mode) == (path, 7, 8, 0o600)
    assert action.previous == BODY != action.body and body in (None, action.body)
    assert action.moment == moment or (moment is None and NOW - HOUR <= action.moment <= NOW)
    assert plan.details["path"] == path and not plan.clocks and not plan.evidence


def test_an_edit_of_a_fresh_file_comes_after_its_last_one() -> None:
    fresh = row(TODO, last_modified=NOW - HOUR / 60)
    for number in range(10):
        [action] = planned(asked({"files": (fresh,), "seed": f"s{number}"}, path=TODO)).actions
        assert NOW - HOUR / 60 < action.moment <= NOW


@pytest.mark.parametrize(
    ("standing", "state"),
    [
        (None, "gone"),
        (entry(TODO, b"theirs"), "tampered"),
        (entry(TODO, None, kind="symlink"), "tampered"),
        (entry(TODO, None, kind="directory"), "tampered"),
    ],
)
def test_what_somebody_else_did_is_evidence_and_a_warning(standing: Any, state: str) -> None:
    plan = planned(asked(None, path=TODO, content=b"x"), {TODO: standing})
    assert plan.actions == () and [item.state for item in plan.evidence] == [state]
    assert plan.warnings == (f"{TODO} on web-01 is {state}; it was left alone",)


def test_nothing_to_edit_is_quiet() -> None:
    plan = planned(asked())
    assert (plan.quiet, plan.actions) == ("no synthetic file here can be edited", ())


@pytest.mark.parametrize(
    ("request_", "logins"),
    [
        ({}, {"anna", "omar", "lea"}),
        ({"persona": "omar"}, {"omar"}),
        ({"persona": "omar@corp.example"}, {"omar"}),
        ({"path": TODO}, set()),
    ],
)
def test_whose_files_are_asked_for(request_: Any, logins: set[str]) -> None:
    assert {person.login for person in editors(asked(None, **request_))} == logins


def test_an_edit_that_changes_nothing_is_no_action() -> None:
    plan = planned(asked(None, path=TODO, content=BODY))
    assert plan.actions == () and plan.evidence == () and plan.quiet is None
