# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wiring of one task over fakes, as an action plugin wires it over real ports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Peer
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.observation.context import TaskContext
from ansible_collections.decnet.realism.plugins.plugin_utils.task.options import TABLE
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import Transport


def task(
    transport: Transport,
    ledger: Ledger,
    now: datetime,
    *,
    personas: Sequence[Persona] = (),
    services: Sequence[str] = ("ssh",),
    fleet: Sequence[str] = (),
    peers: Sequence[Peer] = (),
    mailboxes: Sequence[Transport] = (),
    check: bool = False,
    renew_lease: Callable[[], bool] = lambda: True,
    **options: Any,
) -> TaskContext:
    """A task on the decky of ``transport``.

    Missing options have their defaults. No language model is called unless ``llm`` names one.
    """
    return TaskContext(
        name=transport.host,
        now=now,
        check=check,
        seed=ledger.fleet_seed,
        options={**{option.name: option.default for option in TABLE}, "llm": "none", **options},
        ledger=ledger,
        transport=transport,
        mail_transports=tuple(mailboxes) or (transport,),
        personas=tuple(personas),
        services=tuple(services),
        fleet=tuple(fleet) or (transport.host,),
        find_peers=lambda: tuple(peers),
        renew_lease=renew_lease,
    )
