# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""People on a container are counted from a /proc that holds other containers, and processes that end."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.local_processes import sessions_of

OURS, OTHER = "a" * 64, "b" * 64


def process(
    proc: Path, number: int, container: str, *, inside: int, terminal: int = 0, command: str = "bash", name: str = "sh"
) -> None:
    folder = proc / str(number)
    folder.mkdir(parents=True)
    (folder / "cgroup").write_text(f"0::/system.slice/docker-{container}.scope\n")
    (folder / "stat").write_text(f"{number} ({name}) S 1 {number} {number} {terminal} -1 0")
    (folder / "cmdline").write_text(command + "\0")
    (folder / "status").write_text(f"Name:\tsh\nNSpid:\t{number}\t{inside}\nThreads:\t1\n")


@pytest.mark.parametrize("own", [0, 34816])
def test_the_containers_own_terminal_is_nobody(tmp_path: Path, own: int) -> None:
    process(tmp_path, 10, OURS, inside=1, terminal=own)
    process(tmp_path, 11, OURS, inside=7, terminal=own)
    assert sessions_of(OURS, str(tmp_path)) == 0
    process(tmp_path, 12, OURS, inside=8, terminal=34817)
    process(tmp_path, 13, OURS, inside=9, terminal=34817, name="a) S 1 1 1 99 (b")
    process(tmp_path, 14, OTHER, inside=9, terminal=34818)
    assert sessions_of(OURS, str(tmp_path)) == 1


def test_a_login_without_a_terminal_counts(tmp_path: Path) -> None:
    process(tmp_path, 10, OURS, inside=1)
    process(tmp_path, 11, OURS, inside=2, command="sshd: alice@notty")
    process(tmp_path, 12, OURS, inside=3, command="sshd: alice [priv]")
    process(tmp_path, 13, OURS, inside=4, command="vi sshd: alice@notty")
    assert sessions_of(OURS, str(tmp_path)) == 1


def test_processes_of_another_host_are_not_known(tmp_path: Path) -> None:
    process(tmp_path, 10, OTHER, inside=1)
    (tmp_path / "11").mkdir()
    (tmp_path / "self").mkdir()
    assert sessions_of(OURS, str(tmp_path)) is None
