# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one task works with: clock, options, ledger, transports, and what the inventory says of the host."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Peer
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona

from ..ledger import Ledger
from ..transports.base import Transport


@dataclass(frozen=True, kw_only=True)
class TaskContext:
    """The wiring of one task.

    ``mail_transports`` lead to the mailboxes: to the decky itself, or to containers of their own.

    ``renew_lease`` has the task's lease run on; it is False where another controller has taken the decky.
    """

    name: str
    now: datetime
    check: bool
    seed: str
    options: Mapping[str, Any]
    ledger: Ledger
    transport: Transport
    mail_transports: tuple[Transport, ...]
    personas: tuple[Persona, ...]
    services: tuple[str, ...]
    fleet: tuple[str, ...]
    find_peers: Callable[[], tuple[Peer, ...]]
    renew_lease: Callable[[], bool] = lambda: True
