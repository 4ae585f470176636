# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulation of days of a fleet in memory.

Services and plans are real. The ledger, the transports and the clock are the fakes of the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Peer
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.generation import generate
from ansible_collections.decnet.realism.plugins.plugin_utils.services.tick import tick
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import Transport
from fakes.host import debian
from fakes.ledger import MemoryLedger
from fakes.task import task
from fakes.transport import RunningTransport
from fakes.tree import Tree

#: The services of every fourth decky, and of the others.
_MAIL, _PLAIN = ("ssh", "imap"), ("ssh",)
_ROLES = ("mail", "web", "files", "build")
_ZONES = ("Europe/Berlin", "America/New_York", "Europe/London", "Etc/UTC")
_ANSWER = b"via ssh-keyscan\n# peer:22 SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\n"


@dataclass(frozen=True, kw_only=True)
class SimulatedDecky:
    """One decky: its transport and its services."""

    name: str
    services: tuple[str, ...]
    transport: Transport


@dataclass(kw_only=True)
class Simulation:
    """A fleet and its ledger.

    ``ticks`` is the number of ticks so far, ``failures`` are the messages of failed ticks.
    """

    seed: str
    personas: tuple[Persona, ...]
    deckies: tuple[SimulatedDecky, ...]
    ledger: Ledger
    every: timedelta = timedelta(minutes=20)
    ticks: int = 0
    failures: list[str] = field(default_factory=list)

    def run(self, start: datetime, days: float) -> None:
        """Ages the fleet over ``days`` from ``start``, in the order of the ticks."""
        for moment, decky in self.schedule(start, days):
            self.tick(decky, moment)

    def tick(self, decky: SimulatedDecky, moment: datetime) -> None:
        """Runs one tick of one decky."""
        peers = [Peer(other.name, other.name) for other in self.deckies if other is not decky]
        done = tick(
            task(
                decky.transport,
                self.ledger,
                moment,
                personas=self.personas,
                services=decky.services,
                fleet=[each.name for each in self.deckies],
                peers=peers,
            )
        )
        self.ticks += 1
        if done.get("failed"):
            self.failures.append(f"{moment.isoformat()} {decky.name}: {done['msg']}")

    def schedule(self, start: datetime, days: float) -> Iterator[tuple[datetime, SimulatedDecky]]:
        """The ticks in order. The pace of each decky varies around ``every``, as under a busy scheduler."""
        end = start + timedelta(days=days)
        moments = []
        for decky in self.deckies:
            rng = seeded_random(self.seed, "simulated ticks", decky.name)
            moment = start + self.every * rng.random()
            while moment <= end:
                moments.append((moment, decky.name, decky))
                moment += self.every * rng.uniform(0.8, 1.2)
        return ((moment, decky) for moment, _name, decky in sorted(moments, key=lambda item: item[:2]))


def company(seed: str, size: int) -> tuple[Persona, ...]:
    """The people of the fleet. The same seed returns the same people."""
    return generate(max(4, size), "corp.example", {"en": 3, "de": 1}, seed)


def running(name: str, tree: Tree) -> Transport:
    """The transport to an in-memory decky that answers SSH probes."""
    return RunningTransport(name, tree, _ANSWER)


def fleet(
    seed: str,
    count: int,
    connect: Callable[[str, Tree], Transport] = running,
    ledger: Ledger | None = None,
) -> Simulation:
    """A fleet of Debian deckies. ``connect`` returns the transport of a decky for its name and its files."""
    people = company(seed, count * 2)
    deckies = []
    for number in range(count):
        role = _ROLES[number % len(_ROLES)]
        name = f"{role}-{number // len(_ROLES) + 1:02}"
        mail = role == "mail"
        here = people if mail else tuple(people[(number * 2 + step) % len(people)] for step in range(4))
        tree = debian(name, [person.login for person in here], _ZONES[number % len(_ZONES)], mail_log=mail)
        services = _MAIL if mail else _PLAIN
        deckies.append(SimulatedDecky(name=name, services=services, transport=connect(name, tree)))
    return Simulation(seed=seed, personas=people, deckies=tuple(deckies), ledger=ledger or MemoryLedger(seed))
