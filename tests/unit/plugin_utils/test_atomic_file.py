# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file is replaced whole, only where its text differs, and errors name what it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.plugin_utils.atomic_file import replace


def test_a_file_is_written_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "report.html"
    assert replace(path, "a", "the report", check=True) == (True, "") and not path.parent.exists()
    assert replace(path, "a", "the report", check=False) == (True, "")
    inode = path.stat().st_ino
    assert replace(path, "a", "the report", check=False) == (False, "a") and path.stat().st_ino == inode
    assert replace(path, "b", "the report", check=False) == (True, "a") and path.read_text() == "b"
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
    replace(path, "c", "the pool", check=False, shared=True)
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("what", ["the report", "the pool"])
def test_an_error_says_what_was_to_be_written(tmp_path: Path, what: str) -> None:
    (tmp_path / "file").write_bytes(b"\xff")
    with pytest.raises(RealismError, match=f"^{what} {tmp_path}/file cannot be read \\(not UTF-8\\); set dest"):
        replace(tmp_path / "file", "a", what, check=False)
    with pytest.raises(RealismError, match=f"^{what} {tmp_path}/file/x cannot be written \\(File exists\\)"):
        replace(tmp_path / "file" / "x", "a", what, check=False)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.html"
    path.write_text("old")

    def full(_handle: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RealismError, match="No space left on device"):
        replace(path, "new", "the report", check=False)
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]
