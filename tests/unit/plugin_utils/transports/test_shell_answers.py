# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hostile shell prints is never taken for more than it is."""

from __future__ import annotations

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import TransportError
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.renames import DONE, GONE, KEPT
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.shell_files import list_answer, read_answer
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.shell_functions import answers, outcomes
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.shell_renames import statuses

STAT = b"0 4 640 3 1700000000 2023-11-14 22:13:20.250000000 +0000"
STOPPED = "the decky's shell stopped before it was done"


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (b"D 0\nX 1 no space\nC 2\n", [None, "no space", "changed"]),
        (b"D 7\nD -1\nD 99999999999\nD one\n D 0\n", [STOPPED] * 3),
        (b"\xff\xfe\n" * 4 + b"D 1\n", [STOPPED, None, STOPPED]),
        (b"touch: cannot touch 'D 0'\nX 0 a = b c\n", ["a = b c", STOPPED, STOPPED]),
        (b"", [STOPPED] * 3),
    ],
)
def test_a_call_is_done_only_where_the_decky_answers_so(output: bytes, expected: list[str | None]) -> None:
    assert outcomes(output, 3) == expected


def test_an_answer_has_a_text_and_a_body() -> None:
    found = [
        (answer.tag, answer.index, answer.text, answer.body)
        for answer in answers(b"E 0 a b = YQ==\nL 1 = \nE 0 x = Y\n", 2)
    ]
    assert found == [("E", 0, "a b", b"a"), ("L", 1, "", b"")]


def test_a_file_is_read_from_one_line() -> None:
    entry = read_answer(b"E 0 file " + STAT + b" = YWIK\n", ["/a"], "d1")["/a"]
    assert entry is not None and (entry.content, entry.mode, entry.mtime_ns) == (
        b"ab\n",
        0o640,
        1_700_000_000_250_000_000,
    )


@pytest.mark.parametrize(
    "output", [b"", b"E 1 absent\n", b"E 0 file " + STAT + b" = Y\n", b"E 0 file\n", b"E 0 tape " + STAT + b"\n"]
)
def test_an_entry_that_makes_no_sense_is_refused(output: bytes) -> None:
    with pytest.raises(TransportError, match="install coreutils or busybox"):
        read_answer(output, ["/a"], "d1")


def test_a_listing_holds_the_children_of_its_own_directories() -> None:
    listed = list_answer(
        b"L 0 file " + STAT + b" = eA==\nL 5 file " + STAT + b" = eA==\nL 0 file " + STAT + b" = \n", ["/a"], "d1"
    )
    assert [entry.path for entry in listed["/a"]] == ["/a/x"]


def test_a_rename_that_is_not_answered_found_nothing() -> None:
    assert statuses(b"done 0\nkept 2\nlost 3\ndone 9\n", 4) == [DONE, GONE, KEPT, GONE]
