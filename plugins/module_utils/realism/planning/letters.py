# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mails of a run, written in the order of their dates and not yet in a mailbox."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from ..mail import threads
from ..mail.clients import client_of
from ..mail.composition import compose
from ..mail.message import MailHost, Message, build
from ..mail.quoting import quoted
from ..mail.records import MailPlan, Written
from ..mail.signatures import signature
from ..model.content_classes import ContentClass
from ..model.records import SentMail
from ..model.seeded_random import seeded_random
from .agenda import DueMail
from .snapshot import Snapshot
from .texts import Text, TextRequest, Texts


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail that is written and not yet in a mailbox: how its copies are flagged depends on what comes after it."""

    plan: MailPlan
    message: Message
    sent: SentMail
    text: Text
    request: TextRequest


def letters_of(snapshot: Snapshot, due: DueMail, texts: Texts) -> list[Letter]:
    """Every mail of the run, written in the order of dates: an answer may quote a mail of the same run."""
    owners = snapshot.mailbox_owners()
    mails = {email.sent.message_id: email.sent for email in snapshot.mails}
    subjects = {email.sent.subject.casefold() for email in snapshot.mails}
    queue = [_queued(plan) for plan in due.plans]
    heapq.heapify(queue)
    written: dict[str, Letter] = {}
    while queue:
        plan = heapq.heappop(queue)[2]
        letter = _write(snapshot, plan, mails, subjects, texts, written)
        subjects.add(letter.sent.subject.casefold())
        mails[letter.sent.message_id] = letter.sent
        written[letter.sent.message_id] = letter
        for answer in threads.replies_due(snapshot.seed, owners, [letter.sent], due.start, snapshot.now):
            heapq.heappush(queue, _queued(answer))
    return list(written.values())


def _queued(plan: MailPlan) -> tuple[float, str, MailPlan]:
    return plan.moment.timestamp(), plan.activity_time, plan


def _write(
    snapshot: Snapshot,
    plan: MailPlan,
    mails: Mapping[str, SentMail],
    subjects: Collection[str],
    texts: Texts,
    written: Mapping[str, Letter],
) -> Letter:
    sender, parent = plan.sender, plan.parent
    client = client_of(snapshot.seed, sender)
    parts = (snapshot.seed, "mail text", snapshot.decky.name, plan.activity_time)
    rng = seeded_random(*parts)
    local = replace(plan, moment=plan.moment.astimezone(ZoneInfo(sender.timezone)))
    words = compose(local, snapshot.world, rng, client, subjects)
    names = {person.email: person.name for person in snapshot.decky.personas}
    block = signature(sender, snapshot.world, client, int(words.about["turn"]))
    before = [mails[item] for item in (*parent.references, parent.message_id) if item in mails] if parent else []
    request = TextRequest(
        key=plan.activity_time,
        content_class=ContentClass.EMAIL,
        persona=sender,
        language=plan.language,
        body=words.body.removesuffix(f"\n\n{block}") if block else words.body,
        seed=("mail", *parts),
        recipient=plan.recipient.first_name,
        thread=tuple((names.get(mail.sender, mail.sender), mail.body) for mail in before),
        after=written[parent.message_id].request.key if parent and parent.message_id in written else None,
    )
    text = texts.get(request.key, Text())
    words = _reworded(words, text, block, opens=parent is None)
    body = words.body
    if parent is not None:
        recipients = "; ".join(names.get(address, address) for address in (parent.recipient, *parent.cc))
        body = quoted(
            parent,
            words.body,
            author=names.get(parent.sender, parent.sender),
            recipients=recipients,
            client=client,
            language=plan.language,
            zone=ZoneInfo(sender.timezone),
            rng=rng,
        )
    message = build(
        snapshot.seed,
        local,
        words.subject,
        body,
        client,
        MailHost.of(snapshot.mailbox_facts, snapshot.world.domain),
        ancestors=tuple(mail.sent_at for mail in before),
    )
    sent = SentMail(
        message_id=message.id,
        thread_id=plan.thread_id,
        in_reply_to=parent.message_id if parent else None,
        references=(*parent.references, parent.message_id) if parent else (),
        sender=sender.email,
        recipient=plan.recipient.email,
        cc=tuple(person.email for person in plan.cc),
        subject=words.subject,
        language=plan.language,
        sent_at=message.date,
        body=words.body,
        about=words.about,
    )
    return Letter(plan=plan, message=message, sent=sent, text=text, request=request)


def _reworded(words: Written, text: Text, block: str, opens: bool) -> Written:
    """The mail's words with a text in place of the composed body.

    Only the mail that opens a thread takes the text's subject.
    """
    if text.body is None:
        return words
    subject = text.subject if opens and text.subject else words.subject
    return replace(words, subject=subject, body=text.body + (f"\n\n{block}" if block else ""))
