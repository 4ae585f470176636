# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The delivery of a mail on its host: the process and session that deliver it, and the lines of the mail log.

The formats are those of Dovecot 2.3.19 (LMTP and dovecot-lda) and Postfix 3.7 on Debian 12, measured on mails that they
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

#: The call of dovecot-lda in Postfix's ``mailbox_command``.
_LDA = '/usr/lib/dovecot/dovecot-lda -f "$SENDER" -a "$RECIPIENT"'


@dataclass(frozen=True)
class Said:
    """One line of the mail log. ``tag`` is the program, with its PID where the program writes one."""

    moment: datetime
    tag: str
    text: str


def deliveries(
    seed: str, numbers: ProcessNumbers, message: Message, recipients: Sequence[Persona]
) -> dict[str, Delivery]:
    """The delivery to each recipient, by login.

    A relay delivers to all recipients of a host in one session; Postfix starts one dovecot-lda for each recipient.
    """
    together = message.host.mta != "postfix"
    shared = seeded_random(seed, "delivery", message.id)
    first = message.transported + timedelta(microseconds=shared.randrange(320_000, 900_000))
    # The PID lies between those of the previous and the next cron job, which are numbered without mail.
    process = numbers.reached(first) - 1 - shared.randrange(2)
    lead = shared.randrange(30_000, 110_000)
    by_login: dict[str, Delivery] = {}
    for position, person in enumerate(recipients):
        # Each dovecot-lda uses two PIDs, as Postfix runs the command in a shell.
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
            session = by_login[recipients[0].login].session
        by_login[person.login] = Delivery(moment, own, session, position + 1, not together or len(recipients) == 1)
    return by_login


def log_lines(
    seed: str, numbers: ProcessNumbers, message: Message, done: Mapping[str, Delivery], to: Mapping[str, str]
) -> list[Said]:
    """The lines of the mail log for these deliveries, oldest first.

    ``to`` maps logins to addresses. Exim writes a log of its own, so a host with Exim has no lines.
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
    lines = [
        Said(
            seconds + timedelta(microseconds=nanoseconds // 1000 + rng.randrange(200, 900)),
            "dovecot",
            f"lmtp({first.process}): Connect from {relay}",
        )
    ]
    clock = first.moment
    for login, delivery in done.items():
        clock += timedelta(microseconds=rng.randrange(5_500, 13_500))
        session = delivery.session if delivery.position == 1 else f"{delivery.session}:R{delivery.position}"
        lines.append(
            Said(
                clock,
                "dovecot",
                f"lmtp({login})<{delivery.process}><{session}>: msgid=<{message.id}>: saved mail to INBOX",
            )
        )
    clock += timedelta(microseconds=rng.randrange(1_900, 4_200))
    return [*lines, Said(clock, "dovecot", f"lmtp({first.process}): Disconnect from {relay}: Logged out (state=READY)")]


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

    def advanced(low: int, high: int) -> datetime:
        nonlocal came
        came += timedelta(microseconds=rng.randrange(low, high))
        return came

    lines = [Said(came, smtpd, f"connect from {desk}")]
    taken = advanced(45_000, 90_000)
    lines.append(
        Said(taken, smtpd, f"{queued}: client={desk}, sasl_method=PLAIN, sasl_username={message.sender.login}")
    )
    lines.append(Said(advanced(15_000, 45_000), cleanup, f"{queued}: message-id=<{message.id}>"))
    active = advanced(2_500, 8_000)
    size = len(message.sent) + message.sent.count(b"\n") + 380
    lines.append(
        Said(active, manager, f"{queued}: from=<{message.sender.email}>, size={size}, nrcpt={count} (queue active)")
    )
    lines.append(
        Said(
            advanced(3_000, 20_000),
            smtpd,
            f"disconnect from {desk} ehlo=2 starttls=1 auth=1 mail=1 rcpt={count} data=1 quit=1 commands={count + 7}",
        )
    )
    for login, delivery in done.items():
        saved = delivery.moment + timedelta(microseconds=rng.randrange(5_500, 13_500))
        sent = saved + timedelta(microseconds=rng.randrange(900, 2_100))
        lines.append(
            Said(
                saved,
                "dovecot",
                f"lda({login})<{delivery.process}><{delivery.session}>: msgid=<{message.id}>: saved mail to INBOX",
            )
        )
        waits = (
            (active - taken).total_seconds(),
            max(0.0, (delivery.moment - active).total_seconds() - 0.03),
            0.0,
            0.03,
        )
        statistics = "/".join(_short(wait) for wait in waits)
        lines.append(
            Said(
                sent,
                local,
                f"{queued}: to=<{to[login]}>, relay=local, delay={_short(sum(waits))}, delays={statistics}, "
                f"dsn=2.0.0, status=sent (delivered to command: {_LDA})",
            )
        )
    lines.append(
        Said(lines[-1].moment + timedelta(microseconds=rng.randrange(180, 420)), manager, f"{queued}: removed")
    )
    return sorted(lines, key=lambda line: line.moment)


def _short(seconds: float) -> str:
    """A delay in the format of Postfix: two significant digits, at most two decimals."""
    text = f"{seconds:.2f}" if seconds < 1 else f"{seconds:.1f}"
    return text.rstrip("0").rstrip(".") or "0"


def _session(began: datetime, nanoseconds: int, process: int, host: str) -> str:
    """Dovecot's session ID: nanoseconds, seconds, PID, and the last four bytes of the SHA-1 of the host name.

    Each of the first three takes four bytes in little endian.
    """
    moment = began.astimezone(timezone.utc)
    parts = (moment.microsecond * 1000 + nanoseconds, int(moment.timestamp()), process)
    return base64.b64encode(
        b"".join(part.to_bytes(4, "little") for part in parts) + hashlib.sha1(host.encode()).digest()[-4:]
    ).decode()[:22]


def _moment_of(session: str) -> tuple[datetime, int]:
    """The start of a session of :func:`_session`: the whole second, and the nanoseconds."""
    raw = base64.b64decode(f"{session}==")
    return datetime.fromtimestamp(int.from_bytes(raw[4:8], "little"), timezone.utc), int.from_bytes(raw[:4], "little")
