# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fixture of an AWX server for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .awx_play import GIT, PLAYBOOKS
from .awx_server import Awx


@pytest.fixture
def awx() -> Iterator[Awx]:
    server = Awx()
    server.playbooks[GIT] = list(PLAYBOOKS)
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
