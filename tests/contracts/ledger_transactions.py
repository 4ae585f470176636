# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of ledgers in a database: a run is recorded as a whole or not at all.

A module that imports these tests defines the fixture ``ledger``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, cast

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import FileAction, Outcome
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.changes import Change
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, LedgerError

NOW = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=timezone.utc)


@dataclass(frozen=True, kw_only=True)
class OddFile(FileAction):
    """A file action with a known change and, after it, a change that the ledger does not support."""

    def changes(self, outcome: Outcome) -> tuple[Change, ...]:
        return (*super().changes(outcome), cast(Any, "odd"))


def created(kind: type[FileAction], path: str) -> FileAction:
    return kind(
        decky="d1",
        moment=NOW,
        persona="ann",
        path=path,
        content_class=ContentClass.NOTE,
        body=b"x",
        uid=1000,
        gid=1000,
        mode=0o644,
    )


def test_a_run_is_recorded_as_a_whole_or_not_at_all(ledger: Ledger) -> None:
    ledger.publishers = ("jsonl",)
    actions = [created(FileAction, "/home/ann/a"), created(OddFile, "/home/ann/b")]
    uuids = ledger.begin(actions, NOW)
    outcomes = [
        (uuid, Outcome(action=action, success=True, changed=True, body=b"x", content_hash="00"))
        for uuid, action in zip(uuids, actions, strict=True)
    ]
    with pytest.raises(TypeError, match="no operation for str"):
        ledger.record("d1", NOW, outcomes=outcomes, moments={"tick": NOW})
    assert len(ledger.pending("d1")) == 2
    assert (ledger.list_synthetic_files(), ledger.clocks("d1"), ledger.outbox_size("jsonl")) == ([], {}, 0)
    ledger.record("d1", NOW, outcomes=outcomes[:1], moments={"tick": NOW})
    assert [row.path for row in ledger.list_synthetic_files()] == ["/home/ann/a"]
    assert (ledger.clocks("d1"), ledger.outbox_size("jsonl")) == ({"tick": NOW}, 1)


def test_a_refused_statement_is_one_sentence_and_the_ledger_continues(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match=r"refused a statement \(.*\) and rolled the step back; check the"):
        ledger.record_synthetic_file("d1", "/a", persona=None, content_class=cast(Any, None), body=b"", moment=NOW)
    ledger.set_clocks("d1", {"tick": NOW})
    assert ledger.list_synthetic_files() == [] and ledger.last_ticks() == {"d1": NOW}
