# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a mail host takes a mail in: the process and session that deliver it, and the lines in the host's log.

The shapes are those of Debian 12's Dovecot 2.3.19 (LMTP and dovecot-lda) and Postfix 3.7, read off mails that they
delivered.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from ..hostlogs.pids import ProcessNumbers, wrapped_number
from ..model.persona import Persona
from ..model.seeded_random import seeded_random
from .message import Delivery, Message, desk_address, queue_id, relay_address

#: How dovecot-lda is called from Postfix's ``mailbox_command``.
_LDA = '/usr/lib/dovecot/dovecot-lda -f "$SENDER" -a "$RECIPIENT"'


@dataclass(frozen=True)
class Said:
    """One thing that goes into the mail log: ``tag`` is the program with its process number, as far as it says one."""

    moment: datetime
    tag: str
    text: str


def deliveries(
    seed: str, numbers: ProcessNumbers, message: Message, recipients: Sequence[Persona]
) -> dict[str, Delivery]:
    """Each recipient's delivery by login.

    A relay hands a mail over to all of one host at once; Postfix starts dovecot-lda for each.
    """
    together = message.host.mta != "postfix"
    shared = seeded_random(seed, "delivery", message.id)
    first = message.transported + timedelta(microseconds=shared.randrange(320_000, 900_000))
    # Between the last job of cron and the next, which do not know of mail.
    process = numbers.reached(first) - 1 - shared.randrange(2)
    lead = shared.randrange(30_000, 110_000)
    found: dict[str, Delivery] = {}
    for position, person in enumerate(recipients):
        # A process for each costs another in between, for the shell that Postfix runs the command by.
        moment = first if together else first + timedelta(microseconds=position * shared.randrange(18_000, 45_000))
        own = wrapped_number(process if together else process + 2 * position, None)
        began = (
            first - timedelta(microseconds=lead)
            if together
            else moment - timedelta(microseconds=shared.randrange(1_500, 9_000))
        )
        session = _session(
            began, shared.randrange(1000) if position == 0 or not together else 0, own, message.host.fqdn
        )
        if together and position:
            session = found[recipients[0].login].session
        found[person.login] = Delivery(moment, own, session, position + 1, not together or len(recipients) == 1)
    return found


def log_lines(
    seed: str, numbers: ProcessNumbers, message: Message, done: Mapping[str, Delivery], to: Mapping[str, str]
) -> list[Said]:
    """What the mail log says of these deliveries, oldest first.

    ``to`` has the address of each login. Exim has a separate log, so there are none.
    """
    if not done or message.host.mta == "exim":
        return []
    if message.host.mta == "postfix":
        return _by_postfix(seed, numbers, message, done, to)
    return _by_lmtp(seed, message, done)


def _by_lmtp(seed: str, message: Message, done: Mapping[str, Delivery]) -> list[Said]:
    rng = seeded_random(seed, "mail log", message.id)
    relay = relay_address(seed, message.host.domain)
    first = next(iter(done.values()))
    seconds, nanoseconds = _moment_of(first.session)
    said = [
        Said(
            seconds + timedelta(microseconds=nanoseconds // 1000 + rng.randrange(200, 900)),
            "dovecot",
            f"lmtp({first.process}): Connect from {relay}",
        )
    ]
    clock = first.moment
    for login, one in done.items():
        clock += timedelta(microseconds=rng.randrange(5_500, 13_500))
        session = one.session if one.position == 1 else f"{one.session}:R{one.position}"
        said.append(
            Said(
                clock, "dovecot", f"lmtp({login})<{one.process}><{session}>: msgid=<{message.id}>: saved mail to INBOX"
            )
        )
    clock += timedelta(microseconds=rng.randrange(1_900, 4_200))
    return [*said, Said(clock, "dovecot", f"lmtp({first.process}): Disconnect from {relay}: Logged out (state=READY)")]


def _by_postfix(
    seed: str, numbers: ProcessNumbers, message: Message, done: Mapping[str, Delivery], to: Mapping[str, str]
) -> list[Said]:
    rng = seeded_random(seed, "mail log", message.id)
    queued, desk = queue_id(seed, message), f"unknown[{desk_address(seed, message.host.domain, message.sender.login)}]"
    first, count = next(iter(done.values())), len(done)
    manager = f"postfix/qmgr[{numbers.daemon('qmgr', first.moment)}]"
    smtpd, cleanup, local = (
        f"postfix/{name}[{first.process - before}]"
        for name, before in (("submission/smtpd", 9), ("cleanup", 5), ("local", 3))
    )
    came = message.transported + timedelta(microseconds=rng.randrange(20_000, 60_000))

    def after(low: int, high: int) -> datetime:
        nonlocal came
        came += timedelta(microseconds=rng.randrange(low, high))
        return came

    said = [Said(came, smtpd, f"connect from {desk}")]
    taken = after(45_000, 90_000)
    said.append(Said(taken, smtpd, f"{queued}: client={desk}, sasl_method=PLAIN, sasl_username={message.sender.login}"))
    said.append(Said(after(15_000, 45_000), cleanup, f"{queued}: message-id=<{message.id}>"))
    active = after(2_500, 8_000)
    size = len(message.sent) + message.sent.count(b"\n") + 380
    said.append(
        Said(active, manager, f"{queued}: from=<{message.sender.email}>, size={size}, nrcpt={count} (queue active)")
    )
    said.append(
        Said(
            after(3_000, 20_000),
            smtpd,
            f"disconnect from {desk} ehlo=2 starttls=1 auth=1 mail=1 rcpt={count} data=1 quit=1 commands={count + 7}",
        )
    )
    for login, one in done.items():
        saved = one.moment + timedelta(microseconds=rng.randrange(5_500, 13_500))
        sent = saved + timedelta(microseconds=rng.randrange(900, 2_100))
        said.append(
            Said(
                saved,
                "dovecot",
                f"lda({login})<{one.process}><{one.session}>: msgid=<{message.id}>: saved mail to INBOX",
            )
        )
        waits = ((active - taken).total_seconds(), max(0.0, (one.moment - active).total_seconds() - 0.03), 0.0, 0.03)
        statistics = "/".join(_short(wait) for wait in waits)
        said.append(
            Said(
                sent,
                local,
                f"{queued}: to=<{to[login]}>, relay=local, delay={_short(sum(waits))}, delays={statistics}, "
                f"dsn=2.0.0, status=sent (delivered to command: {_LDA})",
            )
        )
    said.append(Said(said[-1].moment + timedelta(microseconds=rng.randrange(180, 420)), manager, f"{queued}: removed"))
    return sorted(said, key=lambda one: one.moment)


def _short(seconds: float) -> str:
    """As Postfix writes a delay: two significant digits, hundredths at the finest."""
    text = f"{seconds:.2f}" if seconds < 1 else f"{seconds:.1f}"
    return text.rstrip("0").rstrip(".") or "0"


def _session(began: datetime, nanoseconds: int, process: int, host: str) -> str:
    """Dovecot's session id: nanoseconds, seconds, process number, and four bytes that are the host's.

    The first three take four bytes each, the lowest first.
    """
    moment = began.astimezone(timezone.utc)
    parts = (moment.microsecond * 1000 + nanoseconds, int(moment.timestamp()), process)
    return base64.b64encode(
        b"".join(part.to_bytes(4, "little") for part in parts) + hashlib.sha1(host.encode()).digest()[-4:]
    ).decode()[:22]


def _moment_of(session: str) -> tuple[datetime, int]:
    """The whole second at which a session of :func:`_session` began, and its nanoseconds."""
    raw = base64.b64decode(f"{session}==")
    return datetime.fromtimestamp(int.from_bytes(raw[4:8], "little"), timezone.utc), int.from_bytes(raw[:4], "little")
