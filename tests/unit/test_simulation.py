# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Days of a fleet in memory: what a run leaves is a function of seed and clock, and the same on a real file system."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import Transport
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rootfs import RootfsTransport
from fakes import mirror
from fakes.transport import MemoryTransport
from fakes.tree import Tree
from simulate import report
from simulation import Simulation, fleet

MONDAY = datetime(2026, 3, 2, tzinfo=timezone.utc)
#: Two days that end with a Sunday: logs are rotated.
SATURDAY = datetime(2026, 3, 7, tzinfo=timezone.utc)


def aged(seed: str = "s", start: datetime = MONDAY, days: float = 2, **ports: Any) -> Simulation:
    """Two deckies, one of which serves mail, after some days."""
    simulation = fleet(seed, 2, **ports)
    simulation.run(start, days)
    return simulation


def shown(tree: Tree) -> Mapping[str, tuple[object, ...]]:
    """Everything that stands on a decky, with all that can be seen of it."""
    return {
        path: (node.kind, node.uid, node.gid, node.mode, node.mtime_ns, node.content)
        for path, node in tree.nodes.items()
    }


def decky(simulation: Simulation, number: int) -> Tree:
    transport = simulation.deckies[number].transport
    assert isinstance(transport, MemoryTransport)
    return transport.tree


@pytest.fixture(scope="module")
def simulated() -> Simulation:
    return aged()


def test_two_days_of_two_deckies_leave_files_mails_and_log_lines(simulated: Simulation) -> None:
    events = simulated.ledger.list_events()
    done = Counter(event.action for event in events if event.success)
    assert simulated.failures == [] and {event.status for event in events} == {"done"}
    assert done["file:create"] >= 5 and done["email:send"] >= 1 and done["file:edit"] > 50
    paths = {row.path for row in simulated.ledger.list_synthetic_files(simulated.deckies[1].name)}
    assert paths <= set(decky(simulated, 1).nodes) and "/var/log/syslog" in paths
    assert decky(simulated, 1)["/var/log/syslog"].content.count(b"\n") > 50
    lines = list(report(simulated, 2.0))
    assert any(line.endswith("ticks/s") for line in lines) and "not done" not in " ".join(lines)


def test_the_same_seed_and_clocks_leave_the_same_deckies(simulated: Simulation) -> None:
    again, other = aged(), aged("another seed")
    for number in range(2):
        assert shown(decky(again, number)) == shown(decky(simulated, number))
        assert shown(decky(other, number)) != shown(decky(simulated, number))
    assert again.ledger.list_synthetic_files() == simulated.ledger.list_synthetic_files()
    assert again.ledger.list_emails() == simulated.ledger.list_emails()


def test_a_tick_that_is_run_again_changes_nothing(simulated: Simulation) -> None:
    last, before = simulated.ledger.last_ticks(), [dict(shown(decky(simulated, number))) for number in range(2)]
    for each in simulated.deckies:
        simulated.tick(each, last[each.name])
    assert [dict(shown(decky(simulated, number))) for number in range(2)] == before


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to other owners")
def test_a_decky_in_memory_is_the_decky_of_a_directory_file_by_file(tmp_path: Path) -> None:
    """The one run keeps everything in memory, the other in a SQLite file and on a real file system."""
    in_memory = aged(start=SATURDAY, connect=MemoryTransport)

    def directory(name: str, tree: Tree) -> Transport:
        root = tmp_path / name
        root.mkdir()
        mirror.dump(tree, root)
        return RootfsTransport(name, str(root))

    with open_ledger(str(tmp_path / "ledger.db"), seed="s") as ledger:
        on_disk = aged(start=SATURDAY, connect=directory, ledger=ledger)
        assert ledger.list_synthetic_files() == in_memory.ledger.list_synthetic_files()
        assert ledger.list_emails() == in_memory.ledger.list_emails()
    assert on_disk.failures == in_memory.failures == []
    for number in range(2):
        real = shown(mirror.load(tmp_path / on_disk.deckies[number].name))
        assert "/var/log/syslog.1" in real and any(path.startswith("/home/") for path in real)
        assert real == shown(decky(in_memory, number))
