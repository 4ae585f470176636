# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the snapshot that planning needs."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta

from ansible_collections.decnet.realism.plugins.module_utils.realism import planning
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Decky, DeckyFacts
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import SyntheticFile
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning import edit_file
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.mail import REMEMBERED
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import (
    EditRequest,
    PlantRequest,
    Request,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import (
    PlanningOptions,
    Snapshot,
)

from ..ledger.facts import Place
from ..transports.base import Transport
from .context import TaskContext
from .facts import read_facts

#: The bytes that are read at the end of a log.
TAIL_BYTES = 8192


class Observer:
    """Takes the snapshot of one task. A decky on which nothing is due is not touched."""

    def __init__(self, task: TaskContext) -> None:
        self.task = task

    def snapshot(self, request: Request) -> Snapshot:
        """The snapshot for a request. Raises DeckyUnreachable, TransportError, LedgerError, RealismError.

        The ledger is read first, then the facts (from the ledger while they are fresh). The sessions and the files that
        may change are read only where something is due.
        """
        task = self.task
        snapshot = Snapshot(
            now=task.now,
            seed=task.seed,
            decky=Decky(task.name, DeckyFacts(task.name), task.personas, task.services),
            request=request,
            options=PlanningOptions.from_options(task.options),
            fleet=task.fleet,
            clocks=task.ledger.clocks(task.name),
        )
        if planning.is_current(snapshot):
            return snapshot
        snapshot = self._with_rows(self._with_facts(snapshot))
        snapshot = replace(snapshot, agenda=planning.agenda(snapshot))
        if not snapshot.agenda:
            return snapshot
        return self._with_decky(snapshot)

    def facts(self, refresh: bool = False) -> DeckyFacts:
        """The facts of the decky: from the ledger while they are fresh, else read from the decky and stored."""
        return self._facts("decky", self.task.transport, refresh)

    def _with_facts(self, snapshot: Snapshot) -> Snapshot:
        task = self.task
        decky = replace(snapshot.decky, facts=self.facts())
        mailboxes = task.mail_transports[0]
        apart = snapshot.has_mailboxes and mailboxes is not task.transport
        return replace(
            snapshot,
            decky=decky,
            mail_facts=self._facts("mailboxes", mailboxes) if apart else None,
            peers=task.find_peers() if task.transport.can_run else (),
        )

    def _with_rows(self, snapshot: Snapshot) -> Snapshot:
        ledger, name = self.task.ledger, self.task.name
        snapshot = replace(snapshot, files=self._files(snapshot))
        if snapshot.has_mailboxes:
            snapshot = replace(snapshot, mails=tuple(ledger.list_emails(name, since=snapshot.now - REMEMBERED)))
        if isinstance(snapshot.request, EditRequest) and snapshot.request.path is None:
            return self._with_candidate(snapshot, snapshot.request)
        times = planning.activity_times(snapshot)
        done = ledger.done_activity_times([item.id for item in times])
        return replace(snapshot, activity_times=tuple(item for item in times if item.id not in done))

    def _files(self, snapshot: Snapshot) -> tuple[SyntheticFile, ...]:
        """The ledger rows of the decky, or only the row of the path that the request names."""
        ledger, name, request = self.task.ledger, self.task.name, snapshot.request
        if isinstance(request, (PlantRequest, EditRequest)) and request.path is not None:
            row = ledger.get_synthetic_file(name, request.path)
            return (row,) if row else ()
        return tuple(ledger.list_synthetic_files(name))

    def _with_candidate(self, snapshot: Snapshot, request: EditRequest) -> Snapshot:
        """The snapshot with the candidate of an edit request: a file of a persona, chosen by the ledger."""
        rng = seeded_random(snapshot.seed, "file", snapshot.decky.name, snapshot.now.isoformat())
        classes = [item.value for item in edit_file.edited_classes()]
        rows = (
            self.task.ledger.pick_random_synthetic_file_for_edit(snapshot.decky.name, rng, persona.login, classes)
            for persona in edit_file.editors(snapshot)
        )
        chosen = next((row for row in rows if row is not None), None)
        return replace(snapshot, request=replace(request, candidate=chosen))

    def _with_decky(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot with the sessions, log tails and files of the decky.

        While somebody is logged on, nothing is read, because reading the tail of a log starts a process in the decky.
        """
        snapshot = replace(snapshot, occupied=self._people(snapshot))
        if snapshot.occupied and snapshot.options.defer_while_occupied and planning.defers(snapshot):
            return snapshot
        transport, agenda = self.task.transport, snapshot.agenda
        tails = transport.tail(list(agenda.log_paths), TAIL_BYTES) if agenda.log_paths else {}
        entries = transport.read(list(agenda.read_paths)) if agenda.read_paths else {}
        return replace(snapshot, tails=tails, entries=entries)

    def _people(self, snapshot: Snapshot) -> int:
        """The number of sessions on the decky and its mail containers; 0 where the request does not defer."""
        if not planning.defers(snapshot):
            return 0
        task = self.task
        apart = [item for item in task.mail_transports if item is not task.transport] if snapshot.has_mailboxes else []
        others = sum(item.sessions(item.identity()) for item in apart)
        return task.transport.sessions(snapshot.decky.facts.identity) + others

    def _facts(self, place: Place, transport: Transport, refresh: bool = False) -> DeckyFacts:
        task = self.task
        oldest = timedelta(hours=float(task.options["facts_max_age"]))
        stored = None if refresh else task.ledger.get_facts(task.name, oldest, task.now, place)
        if stored is not None:
            # Facts that another version of the collection stored are read anew.
            with contextlib.suppress(KeyError, TypeError, ValueError):
                return DeckyFacts.from_dict(stored)
        facts = read_facts(transport, task.name)
        if not task.check:
            task.ledger.put_facts(task.name, facts.to_dict(), task.now, place)
        return facts
