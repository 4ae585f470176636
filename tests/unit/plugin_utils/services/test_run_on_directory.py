# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A complete run, from the observation to the record, on a directory and a SQLite ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import (
    EditRequest,
    PlantRequest,
    Request,
    TickRequest,
)
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, open_ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.services.run import run
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import (
    Append,
    DeckyUnreachable,
    PlantedFile,
    TransportError,
)
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rootfs import RootfsTransport
from fakes.rootfs_decky import make_root, task_on
from fakes.snapshots import DAY, HOUR, LOGS, NOW, SYSLOG

NOTES = "/home/anna/notes.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path / "root")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(str(tmp_path / "ledger.db")) as opened:
        yield opened


def contents(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


class Dying(RootfsTransport):
    """A decky that becomes unreachable on the first write."""

    def plant(self, files: Sequence[PlantedFile]) -> None:
        raise DeckyUnreachable("web-01 does not answer")

    def append(self, appends: Sequence[Append]) -> dict[str, bool]:
        raise DeckyUnreachable("web-01 does not answer")


class Full(RootfsTransport):
    """A decky whose disk is full."""

    def plant(self, files: Sequence[PlantedFile]) -> None:
        raise TransportError("the disk is full")


class Visited(RootfsTransport):
    """A decky with a session; nothing may be read from it."""

    def sessions(self, identity: str | None = None) -> int:
        return 1

    def tail(self, paths: Sequence[str], max_bytes: int = 8192) -> Any:
        raise AssertionError("a decky with people on it is not looked at")


@pytest.mark.parametrize("request_", [TickRequest(), PlantRequest(path=NOTES, content=b"x")])
def test_check_mode_plans_and_applies_nothing(root: Path, ledger: Ledger, request_: Request) -> None:
    before = contents(root)
    plan, outcomes = run(replace(task_on(root, ledger), check=True), request_)
    assert plan.actions and outcomes is None
    assert contents(root) == before
    assert (ledger.list_events(), ledger.list_synthetic_files(), ledger.clocks("web-01")) == ([], [], {})
    # The run does what check mode predicted.
    done, outcomes = run(task_on(root, ledger), request_)
    assert done.actions == plan.actions and outcomes and all(outcome.success for outcome in outcomes)


def test_a_tick_is_recorded_with_its_clocks(root: Path, ledger: Ledger) -> None:
    plan, outcomes = run(task_on(root, ledger), TickRequest())
    assert outcomes and all(outcome.success for outcome in outcomes)
    assert ledger.clocks("web-01") == {"tick": NOW, "logs": NOW}
    assert {event.status for event in ledger.list_events()} == {"done"}
    assert {row.path for row in ledger.list_synthetic_files()} == {action.outline()["path"] for action in plan.actions}
    assert all((root / path[1:]).stat().st_size for path in LOGS)
    again, outcomes = run(task_on(root, ledger), TickRequest())
    assert again.quiet == f"aged up to {NOW.isoformat()} already" and outcomes == ()


def test_activity_times_that_are_done_are_not_done_again_although_the_clock_was_lost(
    root: Path, ledger: Ledger
) -> None:
    first, _outcomes = run(task_on(root, ledger), TickRequest())
    ledger.set_clocks("web-01", {"tick": NOW - DAY, "logs": NOW})
    again, _outcomes = run(task_on(root, ledger), TickRequest())
    done = {action.activity_time for action in first.actions if action.activity_time}
    assert done and not done & {action.activity_time for action in again.actions}


def test_a_decky_that_dies_keeps_its_clocks_and_leaves_intents_for_recovery(root: Path, ledger: Ledger) -> None:
    ledger.set_clocks("web-01", {"tick": NOW - DAY, "logs": NOW - DAY})
    with pytest.raises(DeckyUnreachable):
        run(task_on(root, ledger, Dying("web-01", str(root))), TickRequest())
    assert ledger.clocks("web-01") == {"tick": NOW - DAY, "logs": NOW - DAY}
    assert {event.status for event in ledger.list_events()} == {"pending"} and not ledger.list_synthetic_files()
    plan, outcomes = run(task_on(root, ledger), TickRequest())
    assert outcomes and all(outcome.success for outcome in outcomes)
    assert {event.status for event in ledger.list_events()} == {"failed", "done"}
    assert ledger.clocks("web-01") == plan.clocks == {"tick": NOW, "logs": NOW}


def test_nothing_is_done_while_somebody_is_on_the_decky(root: Path, ledger: Ledger) -> None:
    before = contents(root)
    plan, _outcomes = run(task_on(root, ledger, Visited("web-01", str(root))), TickRequest())
    assert plan.quiet == "somebody is on the decky (1 sessions); what was due is let go"
    assert contents(root) == before and ledger.clocks("web-01") == {"tick": NOW, "logs": NOW - DAY}


def test_what_an_intruder_did_is_recorded_and_left_alone(root: Path, ledger: Ledger) -> None:
    run(task_on(root, ledger), PlantRequest(path=NOTES, content=b"ours\n", mtime=NOW - HOUR))
    (root / NOTES[1:]).write_bytes(b"theirs\n")
    plan, outcomes = run(task_on(root, ledger), EditRequest(path=NOTES, content=b"next\n"))
    assert [item.state for item in plan.evidence] == ["tampered"] and outcomes == ()
    assert (root / NOTES[1:]).read_bytes() == b"theirs\n"
    [row] = ledger.list_synthetic_files()
    assert row.state == "tampered" and row.edit_count == 0
    refused = [event for event in ledger.list_events() if event.status == "failed"]
    assert [(event.payload["path"], event.payload["error"]) for event in refused] == [(NOTES, "tampered")]


def test_an_edit_bumps_its_row(root: Path, ledger: Ledger) -> None:
    run(task_on(root, ledger), PlantRequest(path=NOTES, content=b"ours\n", mtime=NOW - HOUR))
    for count, body in enumerate((b"second\n", b"third\n"), 1):
        now = NOW + count * HOUR
        _plan, outcomes = run(replace(task_on(root, ledger), now=now), EditRequest(path=NOTES, content=body))
        assert outcomes and outcomes[0].success
        row = ledger.get_synthetic_file("web-01", NOTES)
        assert row and (row.edit_count, row.last_body, row.state) == (count, body, "present")
        assert now - HOUR < row.last_modified <= now and (root / NOTES[1:]).read_bytes() == body


def test_a_file_that_cannot_be_written_is_recorded_as_failed(root: Path, ledger: Ledger) -> None:
    _plan, outcomes = run(
        task_on(root, ledger, Full("web-01", str(root))), PlantRequest(path=NOTES, content=b"x", mtime=NOW - HOUR)
    )
    assert outcomes and [(outcome.success, outcome.error) for outcome in outcomes] == [(False, "the disk is full")]
    [event] = ledger.list_events()
    assert (event.status, event.success, event.payload["error"]) == ("failed", False, "the disk is full")
    assert not ledger.list_synthetic_files()


def test_lines_are_appended_to_the_log_that_was_read(root: Path, ledger: Ledger) -> None:
    (root / SYSLOG[1:]).write_bytes(b"2026-03-03T13:00:00.5+00:00 web-01 kernel: up\n")
    inode = (root / SYSLOG[1:]).stat().st_ino
    run(task_on(root, ledger), TickRequest())
    text = (root / SYSLOG[1:]).read_bytes()
    assert text.startswith(b"2026-03-03T13:00:00.5+00:00 web-01 kernel: up\n2026-03-03T13:17")
    assert (root / SYSLOG[1:]).stat().st_ino == inode
