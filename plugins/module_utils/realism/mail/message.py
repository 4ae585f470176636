# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A message (RFC 5322) as the persona's mail program writes it, and the headers that mail hosts add.

Lines end in LF, as Dovecot stores them. The headers name only what the facts of the host contain.
"""

from __future__ import annotations

import base64
import quopri
import random
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from ..model.decky import DeckyFacts
from ..model.persona import Persona
from ..model.seeded_random import seeded_random
from .clients import header_order, message_id, thread_index
from .locale import locale_of
from .records import MailClient, MailPlan
from .wrapping import flowed, wrapped

_POLICY = SMTP.clone(linesep="\n", max_line_length=78)
_QUEUE_SIGNS = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz"


@dataclass(frozen=True)
class MailHost:
    """The host of the mailboxes: FQDN, mail domain of the company, time zone, and mail transfer agent ("" for none)."""

    fqdn: str
    domain: str
    timezone: str
    mta: str

    @classmethod
    def of(cls, facts: DeckyFacts, domain: str) -> MailHost:
        """The host that the facts describe.

        Postfix and Exim are recognised by their running processes; a host with neither receives its mail from a relay.
        """
        name = facts.hostname if "." in facts.hostname else f"{facts.hostname}.{domain}"
        mta = "postfix" if "master" in facts.running else "exim" if {"exim4", "exim"} & set(facts.running) else ""
        return cls(name, domain, facts.timezone, mta)


@dataclass(frozen=True)
class Delivery:
    """The delivery of one recipient's copy.

    ``moment`` is the time in the file name, ``process`` a PID, ``session`` Dovecot's session ID. ``position`` is the
    number of the recipient in the session, from 1; ``alone`` is true where the session has no other recipient.
    """

    moment: datetime
    process: int
    session: str
    position: int
    alone: bool


@dataclass(frozen=True)
class Message:
    """One message.

    ``sent`` is the sender's copy, :meth:`received_by` returns the copy of a recipient. ``alone`` is true where the
    message has one recipient.
    """

    id: str
    subject: str
    sent: bytes
    date: datetime
    sender: Persona
    host: MailHost
    seed: str
    alone: bool

    @property
    def transported(self) -> datetime:
        """The moment at which the mail host received the message: its Date, or a second later."""
        return self.date + timedelta(seconds=seeded_random(self.seed, "transport", self.id).choice((0, 0, 0, 1, 1)))

    def received_by(self, recipient: Persona, delivery: Delivery) -> bytes:
        """The recipient's copy: the message below the headers that the mail hosts add."""
        # All recipients of a host share one transaction; each has a delivery.
        local = self.transported.astimezone(ZoneInfo(self.host.timezone))
        stamp = format_datetime(local)
        zone = f"{stamp} ({local.tzname()})" if (local.tzname() or "").isalpha() else stamp
        relay = self.host.fqdn if self.host.mta else f"mx.{self.host.domain}"
        lines = [f"Return-Path: <{self.sender.email}>"]
        if self.host.mta == "exim":
            shared = seeded_random(self.seed, "queue", self.id)
            lines += [f"Envelope-to: {recipient.email}", f"Delivery-date: {stamp}"]
            lines += [
                f"Received: from {self._desk()}",
                f"\tby {relay} with esmtpsa (TLS1.3) tls TLS_AES_256_GCM_SHA384",
                "\t(Exim 4.96)",
            ]
            lines += [
                f"\t(envelope-from <{self.sender.email}>)",
                f"\tid {_exim_id(self.transported, shared)}",
                f"\tfor {recipient.email};",
                f"\t{stamp}",
            ]
            return "\n".join(lines).encode() + b"\n" + self.sent
        if self.host.mta:
            lines += [f"X-Original-To: {recipient.email}", f"Delivered-To: {recipient.email}"]
        else:
            # Dovecot names the recipient only where there is one.
            lines += [f"Delivered-To: {recipient.email}"] if delivery.alone else []
            lines += [
                f"Received: from {relay} ([{relay_address(self.seed, self.host.domain)}])",
                f"\tby {self.host.fqdn} with LMTP",
            ]
            lines += [f"\tid {delivery.session}"]
            lines += [f"\t(envelope-from <{self.sender.email}>)" + ("" if delivery.alone else f"; {stamp}")]
            lines += [f"\tfor <{recipient.email}>; {stamp}"] if delivery.alone else []
        lines += [
            f"Received: from {self._desk()}",
            "\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)",
        ]
        lines += ["\t key-exchange X25519 server-signature RSA-PSS (2048 bits))", "\t(No client certificate requested)"]
        # Postfix names the recipient only if there is exactly one.
        lines += [
            f"\tby {relay} (Postfix) with ESMTPSA id {queue_id(self.seed, self)}" + ("" if self.alone else f"; {zone}")
        ]
        lines += [f"\tfor <{recipient.email}>; {zone}"] if self.alone else []
        return "\n".join(lines).encode() + b"\n" + self.sent

    def _desk(self) -> str:
        """The sender's workstation as the mail host records it."""
        address = desk_address(self.seed, self.host.domain, self.sender.login)
        if self.host.mta == "exim":
            return f"[{address}]"
        return f"[{address}] (unknown [{address}])"


def build(
    seed: str,
    plan: MailPlan,
    subject: str,
    text: str,
    client: MailClient,
    host: MailHost,
    *,
    ancestors: tuple[datetime, ...] = (),
) -> Message:
    """The message. ``subject`` has no ``Re:``, ``text`` is unwrapped.

    ``ancestors`` are the dates of the earlier mails of the thread, oldest first, for Outlook's Thread-Index.
    """
    rng = seeded_random(seed, "message", plan.activity_time)
    date = plan.moment.astimezone(ZoneInfo(plan.sender.timezone)).replace(microsecond=0)
    identity = message_id(client, plan.sender, date, rng)
    parent = plan.parent
    values: dict[str, object] = {
        "From": _address_of(plan.sender),
        "To": [_address_of(plan.recipient)],
        "Subject": f"{_mark(client, plan.language)}: {subject}" if parent else subject,
        "Date": date,
        "Message-ID": f"<{identity}>",
        "MIME-Version": "1.0",
    }
    if client.header:
        values[client.header] = client.banner
    if plan.cc:
        values["Cc"] = [_address_of(person) for person in plan.cc]
    if client.name == "thunderbird":
        values["Content-Language"] = {"en": "en-US"}.get(plan.language, plan.language)
    if client.name == "outlook":
        began = ancestors[0] if ancestors else date
        index = thread_index(began, plan.thread_id, [*ancestors[1:], date] if parent else [])
        values |= {
            "Thread-Index": base64.b64encode(index).decode(),
            "Content-Language": {"en": "en-gb"}.get(plan.language, plan.language),
        }
    if client.name == "mutt":
        values["Content-Disposition"] = "inline"
    if client.name == "roundcube":
        values["X-Sender"] = plan.sender.email
    if parent:
        values["In-Reply-To"] = f"<{parent.message_id}>"
        values["References"] = "\n ".join(f"<{item}>" for item in (*parent.references, parent.message_id))
    kind, encoding, body = _encoded(text, client)
    values |= {"Content-Type": kind, "Content-Transfer-Encoding": encoding}
    return Message(
        identity, subject, _serialised(values, client) + b"\n" + body, date, plan.sender, host, seed, not plan.cc
    )


def _serialised(values: dict[str, object], client: MailClient) -> bytes:
    """The header in the order and spelling of the program."""
    remaining = {name.lower(): value for name, value in values.items()}
    lines: list[bytes] = []
    for name in header_order(client):
        value = remaining.pop(name.lower(), None)
        if value is None:
            continue
        if name == "MIME-Version" and client.name == "apple_mail":
            build_number = client.banner.partition("(2.")[2].rstrip(")")
            lines.append(f"Mime-Version: 1.0 (Mac OS X Mail 16.0 \\({build_number}\\))\n".encode())
        elif name in ("References", "Content-Type"):
            lines.append(f"{name}: {value}\n".encode())
        else:
            holder = EmailMessage(policy=_POLICY)
            holder[name] = value
            lines.append(holder.as_bytes().partition(b"\n\n")[0] + b"\n")
    if remaining:
        raise KeyError(f"the header order of {client.name} lacks {', '.join(sorted(remaining))}")
    return b"".join(lines)


def _encoded(text: str, client: MailClient) -> tuple[str, str, bytes]:
    """The Content-Type, the transfer encoding and the body of a text, as the program writes them."""
    plain = text.isascii()
    if client.text == "quoted-printable":
        charset = "us-ascii" if plain else "utf-8"
        body = text if client.name != "evolution" else wrapped(text)
        raw = quopri.encodestring(body.encode(), quotetabs=False)
        needed = not plain or any(len(line) > 76 for line in body.split("\n"))
        kind = f'text/plain;\n\tcharset="{charset}"' if client.name == "outlook" else f"text/plain; charset={charset}"
        if not needed:
            return kind, "7bit", _ended(body.encode())
        return kind, "quoted-printable", _ended(raw)
    body = flowed(text) if client.text == "flowed" else wrapped(text)
    ascii_name = {"roundcube": "US-ASCII", "mutt": "us-ascii"}.get(client.name, "UTF-8")
    charset = ascii_name if plain else {"mutt": "utf-8"}.get(client.name, "UTF-8")
    flow = (
        ("; format=flowed" if client.name == "thunderbird" else ";\n format=flowed") if client.text == "flowed" else ""
    )
    return f"text/plain; charset={charset}{flow}", "7bit" if plain else "8bit", _ended(body.encode())


def _ended(body: bytes) -> bytes:
    return body.rstrip(b"\n") + b"\n"


def _address_of(person: Persona) -> Address:
    return Address(person.name, addr_spec=person.email)


def _mark(client: MailClient, language: str) -> str:
    return str(locale_of(language).bank["answer_mark"]) if client.name == "outlook" else "Re"


def relay_address(seed: str, domain: str) -> str:
    """The address of the company's relay, which delivers to hosts without a mail transfer agent."""
    return desk_address(seed, domain, "relay")


def desk_address(seed: str, domain: str, name: str) -> str:
    """An address in the office network: one network per company, one host number per workstation."""
    office = seeded_random(seed, "office", domain)
    net = (office.randrange(8, 240), office.randrange(0, 250))
    return f"10.{net[0]}.{net[1]}.{seeded_random(seed, 'desk', domain, name).randrange(20, 250)}"


def queue_id(seed: str, message: Message) -> str:
    """Postfix's long queue ID: seconds in base 52, microseconds, ``z``, inode."""
    rng = seeded_random(seed, "queue", message.id)
    seconds, out = int(message.transported.astimezone(timezone.utc).timestamp()), ""
    for _place in range(6):
        seconds, digit = divmod(seconds, 52)
        out = _QUEUE_SIGNS[digit] + out
    return f"{out}{''.join(rng.choices(_QUEUE_SIGNS, k=4))}z{''.join(rng.choices(_QUEUE_SIGNS, k=rng.choice((2, 3))))}"


def _exim_id(moment: datetime, rng: random.Random) -> str:
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    seconds, out = int(moment.astimezone(timezone.utc).timestamp()), ""
    for _place in range(6):
        seconds, digit = divmod(seconds, 62)
        out = signs[digit] + out
    return f"{out}-{''.join(rng.choices(signs, k=6))}-{''.join(rng.choices(signs, k=2))}"
