# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The copies of a mail in mailboxes: Dovecot's file names, folders and flags, or a spool of ``.eml`` files.

Dovecot takes the INTERNALDATE of a mail from the mtime of its file, and builds its index files itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from ..hostlogs.pids import ProcessNumbers, wrapped_number
from ..model.actions import MailCopy
from ..model.decky import Account, Decky
from ..model.persona import Persona
from ..model.records import SentMail
from ..model.seeded_random import seeded_random
from .latency import reading_moment
from .message import Delivery, Message
from .records import MailPlan

#: The modes that Dovecot gives to mails and folders: only the owner has access.
FILE_MODE, FOLDER_MODE = 0o600, 0o700
_SPOOL_MODE = 0o640


def flags_at(seed: str, mail: SentMail, owner: Persona, answered_at: datetime | None, now: datetime) -> str:
    """The Maildir flags of the owner's copy at ``now``, in alphabetical order.

    They are ``""``, ``S`` (seen) or ``RS`` (answered).
    """
    if mail.sender.lower() == owner.email.lower():
        return "S"
    if answered_at is not None and answered_at <= now:
        return "RS"
    read_at = reading_moment(seed, mail.message_id, mail.sent_at, owner)
    return "S" if read_at is not None and read_at <= now else ""


def standard_folders(path: str) -> tuple[str, ...]:
    """The directories ``cur``, ``new`` and ``tmp`` of the Maildir that holds a copy; empty for a spool."""
    folder = path.rpartition("/")[0]
    root, _slash, name = folder.rpartition("/")
    return tuple(f"{root}/{part}" for part in ("cur", "new", "tmp")) if name in ("cur", "new") else ()


def root_of(account: Account, maildir: str) -> str:
    """The Maildir of an account; ``~`` and ``%h`` are its home, ``%u`` its login."""
    text = maildir.replace("%h", account.home).replace("%u", account.login).replace("%n", account.login)
    return f"{account.home}{text[1:]}" if text.startswith("~") else text


def maildir_copies(
    seed: str,
    decky: Decky,
    numbers: ProcessNumbers,
    plan: MailPlan,
    message: Message,
    *,
    delivered: Mapping[str, Delivery],
    flags: Mapping[str, str],
    maildir: str,
) -> tuple[MailCopy, ...]:
    """The recipients' copies (To first, then Cc), then the sender's in ``Sent``.

    People without an account on the host have none.
    """
    copies = []
    for person in (plan.recipient, *plan.cc):
        account = decky.facts.account(person.login)
        if account is not None:
            delivery = delivered[person.login]
            content, root = message.received_by(person, delivery), root_of(account, maildir)
            copies.append(
                _copy(
                    seed,
                    decky,
                    account,
                    identity=message.id,
                    content=content,
                    moment=delivery.moment,
                    process=delivery.process,
                    root=root,
                    flags=flags.get(person.login, ""),
                )
            )
    account = decky.facts.account(plan.sender.login)
    if account is not None:
        # Most programs send the mail first and store the copy a moment later.
        rng = seeded_random(seed, "stored", message.id)
        stored = message.date + timedelta(seconds=rng.choice((0, 0, 1)), microseconds=rng.randrange(4_000, 900_000))
        process = wrapped_number(numbers.reached(stored) - 1 - rng.randrange(2), None)
        copies.append(
            _copy(
                seed,
                decky,
                account,
                identity=message.id,
                content=message.sent,
                moment=stored,
                process=process,
                root=f"{root_of(account, maildir)}/.Sent",
                flags="S",
            )
        )
    return tuple(copies)


def spool_copies(decky: Decky, plan: MailPlan, message: Message, spool: str) -> tuple[MailCopy, ...]:
    """The copy in a spool: one file per mail, in a directory per thread."""
    delivered = message.transported
    content = message.received_by(
        plan.recipient, Delivery(delivered, 1, seeded_random("spool", message.id).randbytes(8).hex().upper(), 1, True)
    )
    account = decky.facts.account("mail") or Account("root", 0, 0, "/root")
    path = f"{spool.rstrip('/')}/{plan.thread_id}/{message.date:%Y%m%d-%H%M%S}-{plan.sender.login}.eml"
    return (MailCopy(plan.recipient.login, path, content, account.uid, account.gid, _SPOOL_MODE, delivered, ""),)


def _copy(
    seed: str,
    decky: Decky,
    account: Account,
    *,
    identity: str,
    content: bytes,
    moment: datetime,
    process: int,
    root: str,
    flags: str,
) -> MailCopy:
    rng = seeded_random(seed, "copy", identity, account.login, root)
    name = f"{int(moment.timestamp())}.M{moment.microsecond}P{process}.{decky.facts.hostname}"
    # W is the size with line ends of CR LF.
    name += f",S={len(content)},W={len(content) + content.count(10)}"
    path = f"{root}/cur/{name}:2,{flags}" if flags else f"{root}/new/{name}"
    return MailCopy(
        account.login,
        path,
        content,
        account.uid,
        account.gid,
        FILE_MODE,
        moment + timedelta(microseconds=rng.randrange(300, 9_000)),
        flags,
    )
