# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task acts on a decky only while it holds the decky's lease."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.action.decoy_plant_file import ActionModule as PlantFile
from ansible_collections.decnet.realism.plugins.action.decoy_tick import ActionModule as Tick
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, open_ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.observation.context import TaskContext
from fakes.rootfs_decky import make_root, task_on


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(str(tmp_path / "ledger.db")) as opened:
        yield opened


def task(tmp_path: Path, ledger: Ledger, seconds: float = 300.0) -> TaskContext:
    return task_on(make_root(tmp_path / "root"), ledger, options={"lease_seconds": seconds})


def module(kind: type[Any], acts: list[TaskContext]) -> Any:
    """The action plugin without Ansible; its runs are only recorded."""

    class Noted(kind):
        def act(self, task: TaskContext) -> dict[str, Any]:
            acts.append(task)
            return {"changed": True}

    return Noted.__new__(Noted)


def test_a_decky_that_another_controller_holds_is_left_to_it(tmp_path: Path, ledger: Ledger) -> None:
    acts: list[TaskContext] = []
    assert ledger.acquire_lease("web-01", "another:1", 300)
    result = module(Tick, acts)._act_alone(task(tmp_path, ledger))
    assert result["quiet"] == "another controller is acting on this decky" and not result["changed"] and acts == []
    with pytest.raises(RealismError, match="another controller is acting on this decky; run again when it is done"):
        module(PlantFile, acts)._act_alone(task(tmp_path / "b", ledger))
    assert acts == []


def test_the_lease_is_held_while_the_task_acts_and_given_back(tmp_path: Path, ledger: Ledger) -> None:
    acts: list[TaskContext] = []
    plugin = module(Tick, acts)
    held: list[bool] = []
    noted = plugin.act

    def act(task: TaskContext) -> Any:
        held.append(not ledger.acquire_lease("web-01", "another:1", 300))
        held.append(task.renew_lease())
        return noted(task)

    plugin.act = act
    assert plugin._act_alone(task(tmp_path, ledger)) == {"changed": True}
    assert held == [True, True] and len(acts) == 1
    assert ledger.acquire_lease("web-01", "another:1", 300)


@pytest.mark.parametrize("seconds", [0.0, 90_000.0])
def test_a_lease_that_means_nothing_is_refused(tmp_path: Path, ledger: Ledger, seconds: float) -> None:
    with pytest.raises(RealismError, match=r"lease_seconds is .*; set it to a number of seconds from 1 to 86400"):
        module(Tick, [])._act_alone(task(tmp_path, ledger, seconds))
