# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Intent into the ledger, action onto the decky, outcome into the ledger: the only order in which anything is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.taxonomy import (
    Action,
    EmailAction,
    FlagAction,
)

from ..observation.task_context import Stage
from .drivers import ActivityDriver, ActivityResult, get_driver_for
from .drivers.email import EmailDriver


def carry_out(stage: Stage, actions: Sequence[Action], until: datetime | None = None) -> list[ActivityResult]:
    """Do the actions and remember them; ``until`` advances the decky's last tick in the same transaction.

    Raises DeckyUnreachable, which leaves the intents pending for the next tick to settle.
    """
    if not actions:
        if until is not None:
            stage.ledger.set_last_tick(stage.name, until)
        return []
    uuids = stage.ledger.begin_tick(actions, stage.now)
    results: list[ActivityResult | None] = [None] * len(actions)
    drivers: dict[type[ActivityDriver], list[ActivityDriver]] = {}
    share: dict[type[ActivityDriver], list[int]] = {}
    for index, action in enumerate(actions):
        # Mailboxes may stand in containers of their own, one for each service.
        transports = stage.mail_transports if isinstance(action, (EmailAction, FlagAction)) else (stage.transport,)
        found = [get_driver_for(action, transport) for transport in transports]
        drivers.setdefault(type(found[0]), found)
        share.setdefault(type(found[0]), []).append(index)
    # Mail comes last: what is said of it goes in between the lines that logs get of the same time.
    for kind, indices in sorted(share.items(), key=lambda item: issubclass(item[0], EmailDriver)):
        batch = [actions[index] for index in indices]
        for index, outcomes in zip(
            indices, zip(*(driver.run_batch(batch) for driver in drivers[kind]), strict=True), strict=True
        ):
            results[index] = next((outcome for outcome in outcomes if not outcome.success), outcomes[0])
    done = [result for result in results if result is not None]
    stage.ledger.finish_tick(stage.name, list(zip(uuids, done, strict=True)), stage.now, until)
    return done
