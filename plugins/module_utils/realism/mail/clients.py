# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mail program of each persona, which never changes, and the Message-IDs that the program generates."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from ..corpora import load
from ..model.persona import Persona
from ..model.roles import is_technical
from ..model.seeded_random import seeded_random
from .records import MailClient

_BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def client_of(seed: str, persona: Persona) -> MailClient:
    """The persona's mail program: the one that ``mail_client`` names, else one drawn by the weights of the role."""
    programs = load("mail_clients")
    wanted = (persona.mail_client or "").lower()
    rng = seeded_random(seed, "mail program", persona.login)
    named = [name for name, entry in programs.items() if wanted and any(word in wanted for word in entry["names"])]
    column = "technical" if is_technical(persona.role) else "weight"
    name = named[0] if named else rng.choices(list(programs), [entry[column] for entry in programs.values()])[0]
    entry: Mapping[str, Any] = programs[name]
    return MailClient(
        name,
        entry["header"],
        rng.choice(entry["banners"]),
        entry["message_id"],
        entry["text"],
        entry["quoting"],
        entry["dashes"],
    )


def header_order(client: MailClient) -> tuple[str, ...]:
    """The header fields of the program, in its order and spelling."""
    return tuple(load("mail_clients")[client.name]["order"])


def message_id(client: MailClient, persona: Persona, moment: datetime, rng: random.Random) -> str:
    """A Message-ID in the program's format, without angle brackets."""
    domain = persona.email.rpartition("@")[2]
    return f"{_LEFT_HALVES[client.message_id](rng, moment)}@{domain}"


def uuid4(rng: random.Random) -> str:
    """A version 4 UUID drawn from ``rng``."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def filetime(moment: datetime) -> int:
    """The moment as a Windows FILETIME: hundreds of nanoseconds since 1601."""
    return int(moment.timestamp() * 10_000_000) + 116_444_736_000_000_000


def _outlook(rng: random.Random, moment: datetime) -> str:
    # The two halves of the time and two counters of the session: 01da6c9f$2b6e7c10$824b7430$@
    time = filetime(moment)
    return (
        f"{rng.randrange(1, 0xFFFF):06x}{time >> 32 & 0xFFFFFF:06x}${time & 0xFFFFFFFF:08x}${rng.getrandbits(32):08x}$"
    )


def _mutt(rng: random.Random, _moment: datetime) -> str:
    # Since version 2.0, mutt shows neither host nor time, but 16 random characters of base64url.
    return "Z" + "".join(rng.choices(_BASE64 + "-_", k=15))


def _evolution(rng: random.Random, _moment: datetime) -> str:
    return f"{rng.getrandbits(160):040x}.camel"


def _roundcube(rng: random.Random, _moment: datetime) -> str:
    return f"{rng.getrandbits(128):032x}"


_LEFT_HALVES: dict[str, Any] = {
    "uuid": lambda rng, _moment: uuid4(rng),
    "upper": lambda rng, _moment: uuid4(rng).upper(),
    "outlook": _outlook,
    "mutt": _mutt,
    "evolution": _evolution,
    "roundcube": _roundcube,
}


def thread_index(root_moment: datetime, thread_id: str, depths: list[datetime]) -> bytes:
    """Outlook's Thread-Index: 22 bytes for the thread (time, GUID), and 5 bytes for each reply below it.

    The bytes of a reply hold the time since the start of the thread and random bits. ``depths`` are the dates of the
    replies, oldest first.
    """
    rng = seeded_random("thread-index", thread_id)
    began = filetime(root_moment.astimezone(timezone.utc))
    head = b"\x01" + (began >> 16 & 0xFFFFFFFFFF).to_bytes(5, "big") + rng.getrandbits(128).to_bytes(16, "big")
    blocks = b""
    for moment in depths:
        delta = max(0, filetime(moment.astimezone(timezone.utc)) - began)
        # A difference of less than 1.7 years is written in the finer scale, which a leading 0 marks.
        blocks += ((delta >> 18) & 0x7FFFFFFF).to_bytes(4, "big") + bytes([rng.randrange(256)])
    return head + blocks
