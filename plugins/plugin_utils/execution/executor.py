# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The executor: records the intents of a plan, runs its drivers, and records the outcomes in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import Action, Outcome
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.plan import Plan

from ..ledger import Ledger
from ..transports.base import Transport
from .drivers import ActivityDriver, driver_class_for, get_driver_for


class Executor:
    """Applies the plans of one decky. ``mail_transports`` reach the containers that hold its mailboxes."""

    def __init__(self, ledger: Ledger, transport: Transport, mail_transports: Sequence[Transport]) -> None:
        self.ledger = ledger
        self.transport = transport
        self.mail_transports = tuple(mail_transports)

    def apply(self, decky: str, now: datetime, plan: Plan) -> list[Outcome]:
        """Carries out and records the plan's actions; returns their outcomes, in the order of the actions.

        Clocks advance in the transaction of the outcomes. Raises DeckyUnreachable, which leaves the intents pending for
        recovery; LedgerError.
        """
        if not (plan.actions or plan.evidence or plan.clocks):
            return []
        uuids = self.ledger.begin(plan.actions, now)
        outcomes = self.carry_out(plan.actions)
        recorded = list(zip(uuids, outcomes, strict=True))
        self.ledger.record(decky, now, outcomes=recorded, evidence=plan.evidence, moments=plan.clocks)
        return outcomes

    def carry_out(self, actions: Sequence[Action]) -> list[Outcome]:
        """The outcomes of the actions, in their order. Each driver receives all of its actions as one batch."""
        groups: dict[type[ActivityDriver], list[int]] = {}
        for index, action in enumerate(actions):
            groups.setdefault(driver_class_for(action), []).append(index)
        outcomes: dict[int, Outcome] = {}
        for _driver, indices in sorted(groups.items(), key=lambda group: group[0].order):
            outcomes.update(zip(indices, self._run([actions[index] for index in indices]), strict=True))
        return [outcomes[index] for index in range(len(actions))]

    def _run(self, batch: Sequence[Action]) -> list[Outcome]:
        """The outcomes of the actions of one driver.

        Mailboxes may be in several containers, one for each service. The first failure is the outcome.
        """
        transports = self.mail_transports if batch[0].in_mailbox else (self.transport,)
        runs = [get_driver_for(batch[0], transport).run_batch(batch) for transport in transports]
        return [next((one for one in results if not one.success), results[0]) for results in zip(*runs, strict=True)]
