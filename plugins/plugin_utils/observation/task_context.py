# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""All that one task has of its decky: clock, dice, ledger, transport, facts, personas, peers. Made once a task."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.company.world import World, build_world
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Decky, DeckyFacts
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.personas import Persona

from ..ledger import Ledger
from ..llm import LLMError, get_llm
from ..llm.writer import Writer
from ..transports.base import Transport
from . import facts as fact_gathering
from .inventory import Peer

MAIL_SERVICES = frozenset({"imap", "imaps", "pop3", "pop3s"})
#: Under this prefix the ledger keeps how far mail was dripped, and the facts of mail containers.
MAIL_CLOCK = "mail:"


@dataclass
class Stage:
    """One decky at one moment. ``fleet`` names all deckies of the fleet; nothing here is changed by a task."""

    name: str
    now: datetime
    check: bool
    seed: str
    ledger: Ledger
    transport: Transport
    personas: tuple[Persona, ...]
    services: tuple[str, ...]
    fleet: tuple[str, ...]
    find_peers: Callable[[], tuple[Peer, ...]]
    options: Mapping[str, Any]
    find_mail_transports: Callable[[], tuple[Transport, ...]] = tuple

    @cached_property
    def decky(self) -> Decky:
        """The decky with its facts, from the ledger while they are fresh, else gathered."""
        return Decky(self.name, self._facts(), self.personas, self.services)

    def refresh_facts(self, key: str | None = None, transport: Transport | None = None) -> DeckyFacts:
        """Gather the facts anew and keep them."""
        facts = fact_gathering.read_facts(transport or self.transport, self.name, self.now)
        if not self.check:
            self.ledger.put_facts(key or self.name, facts.to_dict(), self.now)
        return facts

    def _facts(self, key: str | None = None, transport: Transport | None = None) -> DeckyFacts:
        known = self.ledger.get_facts(key or self.name, timedelta(hours=float(self.options["facts_max_age"])), self.now)
        if known is not None:
            # Facts of another version of this collection are no reason to fail: they are gathered again.
            with contextlib.suppress(KeyError, TypeError, ValueError):
                return DeckyFacts.from_dict(known)
        return self.refresh_facts(key, transport)

    @property
    def has_mailboxes(self) -> bool:
        """Whether the decky serves mail."""
        return not MAIL_SERVICES.isdisjoint(self.services)

    @cached_property
    def mail_transports(self) -> tuple[Transport, ...]:
        """Where mail is delivered: the containers of the mail services where they are containers of their own, else the decky."""
        return self.find_mail_transports() or (self.transport,)

    @cached_property
    def mail_facts(self) -> DeckyFacts:
        """The facts of where the mailboxes stand: their owners' accounts are what counts."""
        if self.mail_transports == (self.transport,):
            return self.decky.facts
        return self._facts(f"{MAIL_CLOCK}{self.name}", self.mail_transports[0])

    def occupied(self) -> int:
        """How many people are on the decky, its mail containers included."""
        others = (
            [transport for transport in self.mail_transports if transport is not self.transport]
            if self.has_mailboxes
            else []
        )
        return self.transport.sessions(self.decky.facts.identity) + sum(
            transport.sessions(transport.identity()) for transport in others
        )

    @cached_property
    def peers(self) -> tuple[Peer, ...]:
        """The deckies that this one can greet; none where nothing can be started in it."""
        return self.find_peers() if self.transport.can_run else ()

    @cached_property
    def world(self) -> World:
        """The company of these personas; its mail domain is what most of them share unless ``domain`` says otherwise."""
        domains = [persona.email.rpartition("@")[2] for persona in self.personas]
        domain = self.options.get("domain") or (
            max(sorted(set(domains)), key=domains.count) if domains else "localdomain"
        )
        return build_world(self.seed, str(domain), self.fleet, self.personas)

    @cached_property
    def writer(self) -> Writer:
        """The way to a language model, if one is wanted; in check mode none is asked. Raises RealismError."""
        settings = self.options.get("llm_settings")
        try:
            backend = None if self.check else get_llm(self.options.get("llm"), os.environ, settings)
            return Writer(backend, self.ledger, self.world.domain, settings)
        except (LLMError, ValueError) as problem:
            raise RealismError(str(problem)) from None

    def persona(self, login: str) -> Persona:
        """The persona of that login or name, with an account here. Raises RealismError."""
        for persona in self.personas:
            if login in (persona.login, persona.name, persona.email):
                if self.decky.facts.account(persona.login) is None:
                    raise RealismError(
                        f"persona {persona.login} has no account on this decky; make one there, or name another persona"
                    )
                return persona
        known = ", ".join(persona.login for persona in self.personas) or "none"
        raise RealismError(
            f"persona {login[:60]!r} is not in the pool of this decky (it has {known}); correct the option persona or the pool"
        )
