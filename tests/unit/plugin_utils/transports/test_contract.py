# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of the transports that need no container: a directory, and the in-memory transport."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rootfs import RootfsTransport
from contracts import transports as transports_contract
from contracts.bench import Bench
from contracts.collection import contract_tests
from fakes import mirror
from fakes.transport import MemoryTransport

globals().update(contract_tests(transports_contract))

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to other owners")


class MemoryBench(Bench):
    """The in-memory decky becomes a directory for each shell line, and is what the line leaves of it."""

    transport: MemoryTransport
    lives = False

    def sh(self, script: str) -> str:
        mirror.dump(self.transport.tree, Path(self.root))
        try:
            return super().sh(script)
        finally:
            self.transport.tree = mirror.load(Path(self.root))


@pytest.fixture(params=["rootfs", "memory"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    root = tmp_path / "root"
    root.mkdir()
    made = (
        Bench(RootfsTransport("d1", str(root)), root=str(root))
        if request.param == "rootfs"
        else MemoryBench(MemoryTransport("d1"), root=str(root))
    )
    made.furnish()
    return made
