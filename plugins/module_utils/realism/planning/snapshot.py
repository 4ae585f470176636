# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""All that is known about a decky before anything is decided. It is frozen, and planning reads nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from ..behaviour.activity_times import ActivityTime
from ..company.world import World, build_world
from ..model.decky import Decky, DeckyFacts, Peer
from ..model.entries import Entry
from ..model.errors import RealismError
from ..model.persona import Persona
from ..model.records import Email, SyntheticFile
from .agenda import Agenda
from .requests import Request
from .weights import Weights

MAIL_SERVICES = frozenset({"imap", "imaps", "pop3", "pop3s"})
_LONGEST_CATCH_UP = 24 * 31


@dataclass(frozen=True, kw_only=True)
class PlanningOptions:
    """The operator's options that planning obeys. ``rate`` scales the number of activity times, 1 being ordinary."""

    weights: Weights = field(default_factory=Weights)
    rate: float = 1.0
    catch_up: timedelta = timedelta(hours=24)
    defer_while_occupied: bool = True
    language_default: str = "en"
    domain: str | None = None
    mail_layout: str = "maildir"
    maildir: str = "~/Maildir"
    mail_spool: str = "/var/spool/decnet-emails"

    @classmethod
    def from_options(cls, options: Mapping[str, object]) -> PlanningOptions:
        """Reads the options of a task; absent ones keep their defaults. Raises RealismError for a bad number."""
        rate, hours = float(str(options.get("rate", 1.0))), float(str(options.get("catch_up", 24.0)))
        if not 0 <= rate <= 20:
            raise RealismError(f"rate is {rate}; set it to a number from 0 to 20, 1 being an ordinary pace")
        if not 0 < hours <= _LONGEST_CATCH_UP:
            raise RealismError(f"catch_up is {hours}; set it to a number of hours above 0, at most {_LONGEST_CATCH_UP}")
        weights = options.get("weights")
        text = {
            name: str(options[name])
            for name in ("language_default", "domain", "mail_layout", "maildir", "mail_spool")
            if options.get(name) is not None
        }
        return cls(
            weights=Weights.from_option(weights if isinstance(weights, Mapping) else None),
            rate=rate,
            catch_up=timedelta(hours=hours),
            defer_while_occupied=options.get("while_occupied", "defer") == "defer",
            **text,
        )


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One decky at one moment.

    ``clocks`` are the decky's own, by name. ``files`` are the ledger's rows of the decky, ``mails`` the delivered mails
    that may still be answered or read. ``activity_times`` are those that are due and not done. ``entries`` and
    ``tails`` are what was read from the decky: whole files, and the ends of logs. ``occupied`` counts the people on the
    decky.
    """

    now: datetime
    seed: str
    decky: Decky
    request: Request
    options: PlanningOptions = field(default_factory=PlanningOptions)
    fleet: tuple[str, ...] = ()
    peers: tuple[Peer, ...] = ()
    clocks: Mapping[str, datetime] = field(default_factory=dict)
    #: The facts of the host of the mailboxes: the decky, unless they are in separate containers.
    mail_facts: DeckyFacts | None = None
    files: tuple[SyntheticFile, ...] = ()
    mails: tuple[Email, ...] = ()
    activity_times: tuple[ActivityTime, ...] = ()
    agenda: Agenda = field(default_factory=Agenda)
    occupied: int = 0
    entries: Mapping[str, Entry | None] = field(default_factory=dict)
    tails: Mapping[str, Entry | None] = field(default_factory=dict)

    @property
    def has_mailboxes(self) -> bool:
        """Whether the decky serves mail."""
        return not MAIL_SERVICES.isdisjoint(self.decky.services)

    @property
    def mailbox_facts(self) -> DeckyFacts:
        """The facts of where the mailboxes stand: their owners' accounts count there."""
        return self.mail_facts or self.decky.facts

    @cached_property
    def world(self) -> World:
        """The company of the personas. Its mail domain is the option's, else the one that most personas share."""
        domains = [persona.email.rpartition("@")[2] for persona in self.decky.personas]
        domain = self.options.domain or (max(sorted(set(domains)), key=domains.count) if domains else "localdomain")
        return build_world(self.seed, domain, self.fleet, self.decky.personas)

    def mailbox_owners(self) -> tuple[Persona, ...]:
        """Who has a mailbox: everybody in a spool, else everybody with an account there."""
        if self.options.mail_layout == "spool":
            return self.decky.personas
        return tuple(person for person in self.decky.personas if self.mailbox_facts.account(person.login))

    def persona(self, login: str) -> Persona:
        """The persona of that login, name or email, with an account here. Raises RealismError."""
        for persona in self.decky.personas:
            if login in (persona.login, persona.name, persona.email):
                if self.decky.facts.account(persona.login) is None:
                    raise RealismError(
                        f"persona {persona.login} has no account on this decky; make one there, or name another persona"
                    )
                return persona
        known = ", ".join(persona.login for persona in self.decky.personas) or "none"
        raise RealismError(
            f"persona {login[:60]!r} is not in the pool of this decky (it has {known}); "
            "correct the option persona or the pool"
        )

    def file_at(self, path: str) -> SyntheticFile | None:
        """The ledger's row of a path."""
        return next((row for row in self.files if row.path == path), None)

    def window_start(self, clock: str, fallback: datetime | None = None) -> datetime:
        """From when on the decky is behind by that clock, no further back than ``catch_up``."""
        last = self.clocks.get(clock) or fallback
        earliest = self.now - self.options.catch_up
        return earliest if last is None else max(last, earliest)
