# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A decoy host as the engine sees it: facts, accounts, cron jobs and personas.

Facts come from a hostile host. Their reader bounds and checks them before they reach the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from .persona import Persona


@dataclass(frozen=True)
class Account:
    """One line of the decky's passwd file."""

    login: str
    uid: int
    gid: int
    home: str
    shell: str = "/bin/sh"


@dataclass(frozen=True)
class CronJob:
    """One job of a crontab, with the five time fields as written (``17 * * * *``)."""

    source: str
    user: str
    schedule: str
    command: str


@dataclass(frozen=True)
class DeckyFacts:
    """The facts that were read from a decky. ``log_format`` is ``rfc3339`` or ``rfc3164``.

    ``running`` holds the names of running daemons (``cron``, ``rsyslogd``, ``sshd``, ``systemd``, ...). ``started_at``
    is the aware time of the last start of the host or container, ``identity`` the transport's own name for it.
    """

    hostname: str
    timezone: str = "Etc/UTC"
    os_id: str = "debian"
    os_version: str = "12"
    os_family: str = "debian"
    log_format: str = "rfc3339"
    accounts: tuple[Account, ...] = ()
    log_files: tuple[str, ...] = ()
    crontabs: tuple[CronJob, ...] = ()
    running: tuple[str, ...] = ()
    started_at: datetime | None = None
    identity: str | None = None

    def account(self, login: str) -> Account | None:
        """The account of that login, or None where the decky has none."""
        return next((account for account in self.accounts if account.login == login), None)

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping; :meth:`from_dict` reads it back."""
        data = asdict(self)
        data["started_at"] = self.started_at.isoformat() if self.started_at else None
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> DeckyFacts:
        """The facts of a mapping from :meth:`to_dict`. Raises KeyError, TypeError or ValueError for any other."""
        fields = dict(data)
        started = fields.pop("started_at", None)
        return cls(
            **{
                **fields,
                "accounts": tuple(Account(**item) for item in fields.get("accounts", ())),
                "crontabs": tuple(CronJob(**item) for item in fields.get("crontabs", ())),
                "log_files": tuple(fields.get("log_files", ())),
                "running": tuple(fields.get("running", ())),
            },
            started_at=datetime.fromisoformat(started) if started else None,
        )


@dataclass(frozen=True)
class Peer:
    """Another decky and the address at which this decky connects to it."""

    name: str
    address: str
    port: int = 22


@dataclass(frozen=True)
class Decky:
    """One decoy host as the planner sees it."""

    name: str
    facts: DeckyFacts
    personas: tuple[Persona, ...] = ()
    services: tuple[str, ...] = ("ssh",)

    def usable_personas(self) -> tuple[Persona, ...]:
        """The personas that have an account on this decky; the others never own files."""
        return tuple(persona for persona in self.personas if self.facts.account(persona.login))
