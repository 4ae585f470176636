# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The context of one task: clock, options, ledger, transports, and data from the inventory."""

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
    """The context of one task.

    ``mail_transports`` are the transports to the mailboxes: that of the decky itself, or one for each mail container.
    ``renew_lease`` renews the lease of the task; it returns False where another controller holds it.
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
