# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From moments to mails: who writes to whom (threads), what it says (composition), the message, its copies, their flags.

Nothing here looks at the decky; what was delivered before is the ledger's to say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Union
from zoneinfo import ZoneInfo

from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.activity_times import ActivityTime
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.logstream import counted_jobs
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.pids import ProcessNumbers
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail import maildir, threads
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.clients import client_of
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.composition import compose
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.delivery import deliveries, log_lines
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.latency import reading_moment
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.message import MailHost, Message, build
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.quoting import quoted
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.records import MailPlan, SentMail
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.signatures import signature
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Decky
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.taxonomy import (
    EmailAction,
    FlagAction,
    LogNote,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.planner import Weights

from ..ledger import Email
from ..observation.task_context import Stage
from .logs import log_notes

MailAction = Union[EmailAction, FlagAction]
#: How far back a thread may still be answered, and a mail still be read: beyond it nobody in the measured threads came back.
REMEMBERED = timedelta(days=45)


@dataclass
class DueMail:
    """What is due on one decky: mails to write, and the earlier ones among which threads go on."""

    plans: list[MailPlan] = field(default_factory=list)
    known: list[Email] = field(default_factory=list)
    marks: list[FlagAction] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.plans or self.marks)


@dataclass(frozen=True)
class _Letter:
    """A mail that is written but not yet put into mailboxes: how its copies are flagged depends on what comes after it."""

    plan: MailPlan
    message: Message
    sent: SentMail
    author: str
    note: str | None


def due_mail(stage: Stage, letters: Sequence[ActivityTime], start: datetime, weights: Weights) -> DueMail:
    """What mail is due; nothing on a decky without mailboxes, or where mail has no share."""
    if not stage.has_mailboxes or not weights.email_share:
        return DueMail()
    writers, default = people(stage), str(stage.options["language_default"])
    known = stage.ledger.list_emails(stage.name, since=stage.now - REMEMBERED)
    plans = []
    for activity_time in letters:
        sender = next((person for person in writers if person.login == activity_time.persona), None)
        plan = threads.new_thread(stage.seed, stage.name, activity_time, sender, writers, default) if sender else None
        plans += [plan] if plan else []
    plans += threads.replies_due(stage.seed, writers, [email.sent for email in known], start, stage.now)
    return DueMail(plans, known, _marks(stage, known, writers))


def mail_actions(stage: Stage, due: DueMail, start: datetime, with_logs: bool = False) -> list[MailAction]:
    """The mails, in the order of their dates, with what answers them in the same run, and the marks on earlier ones.

    ``with_logs`` says that this run writes the decky's other logs up to now as well.
    """
    if not due:
        return []
    writers = people(stage)
    queue, written = list(due.plans), list[_Letter]()
    mails = {email.sent.message_id: email.sent for email in due.known}
    subjects = {email.sent.subject.casefold() for email in due.known}
    while queue:
        queue.sort(key=lambda plan: (plan.moment.timestamp(), plan.activity_time))
        plan = queue.pop(0)
        letter = _write(stage, plan, mails, subjects)
        subjects.add(letter.sent.subject.casefold())
        mails[letter.sent.message_id] = letter.sent
        written.append(letter)
        queue += threads.replies_due(stage.seed, writers, [letter.sent], start, stage.now)
    decky = Decky(stage.name, stage.mail_facts, stage.personas, stage.services)
    numbers = ProcessNumbers(stage.seed, decky, counted_jobs(decky.facts))
    answers = _answers([*(email.sent for email in due.known), *(letter.sent for letter in written)])
    actions: list[MailAction] = [_action(stage, letter, decky, numbers, answers, with_logs) for letter in written]
    # An answer that is written in this run marks the mail that it answers.
    return [*actions, *_marks(stage, due.known, writers, answers)]


def people(stage: Stage) -> tuple[Persona, ...]:
    """Who has a mailbox: in a spool everybody, else whoever has an account."""
    if stage.options["mail_layout"] == "spool":
        return stage.personas
    return tuple(person for person in stage.personas if stage.mail_facts.account(person.login))


def _write(stage: Stage, plan: MailPlan, mails: Mapping[str, SentMail], subjects: Collection[str]) -> _Letter:
    sender, parent = plan.sender, plan.parent
    client = client_of(stage.seed, sender)
    rng = seeded_random(stage.seed, "mail text", stage.name, plan.activity_time)
    moment = plan.moment.astimezone(ZoneInfo(sender.timezone))
    words = compose(sender, plan.recipient, plan.cc, parent, stage.world, moment, plan.language, rng, client, subjects)
    names = {person.email: person.name for person in stage.personas}
    block = signature(sender, stage.world, client, int(words.about["turn"]))
    before = [mails[item] for item in (*parent.references, parent.message_id) if item in mails] if parent else []
    thread = [(names.get(mail.sender, mail.sender), mail.body) for mail in before]
    words, made_by, note = stage.writer.mail(plan, words, thread, rng, block)
    text = words.body
    if parent is not None:
        recipients = "; ".join(names.get(address, address) for address in (parent.recipient, *parent.cc))
        author, zone = names.get(parent.sender, parent.sender), ZoneInfo(sender.timezone)
        text = quoted(parent, parent.body, author, recipients, words.body, client, plan.language, zone, rng)
    ancestors = tuple(mail.sent_at for mail in before)
    message = build(
        stage.seed,
        replace(plan, moment=moment),
        words.subject,
        text,
        client,
        MailHost.of(stage.mail_facts, stage.world.domain),
        ancestors,
    )
    sent = SentMail(
        message.id,
        plan.thread_id,
        parent.message_id if parent else None,
        (*parent.references, parent.message_id) if parent else (),
        sender.email,
        plan.recipient.email,
        tuple(person.email for person in plan.cc),
        words.subject,
        plan.language,
        message.date,
        words.body,
        words.about,
    )
    return _Letter(plan, message, sent, made_by, note)


def _action(
    stage: Stage,
    letter: _Letter,
    decky: Decky,
    numbers: ProcessNumbers,
    answers: Mapping[tuple[str, str], datetime],
    with_logs: bool,
) -> EmailAction:
    plan, sent = letter.plan, letter.sent
    notes, indexed = tuple[LogNote, ...](), tuple[str, ...]()
    if stage.options["mail_layout"] == "spool":
        copies = maildir.spool_copies(decky, plan, letter.message, str(stage.options["mail_spool"]))
    else:
        owners = (plan.recipient, *plan.cc)
        flags = {
            owner.login: maildir.flags_at(
                stage.seed, sent, owner, answers.get((sent.message_id, owner.email.lower())), stage.now
            )
            for owner in owners
        }
        here = [owner for owner in owners if decky.facts.account(owner.login)]
        delivered = deliveries(stage.seed, numbers, letter.message, here)
        copies = maildir.maildir_copies(
            stage.seed, decky, numbers, plan, letter.message, delivered, flags, str(stage.options["maildir"])
        )
        addresses = {owner.login: owner.email for owner in here}
        said = log_lines(stage.seed, numbers, letter.message, delivered, addresses)
        notes = log_notes(decky.facts, stage.now, said, with_logs)
        # Whoever has read or sent mail by a mail program has left Dovecot's index files; a mailbox of read mail without them would be odd.
        indexed = tuple(copy.owner for copy in copies) if "dovecot" in decky.facts.running else ()
    return EmailAction(
        stage.name,
        plan.sender.login,
        sent.message_id,
        sent.thread_id,
        sent.in_reply_to,
        sent.references,
        sent.sender,
        sent.recipient,
        sent.cc,
        sent.subject,
        sent.language,
        sent.body,
        sent.about,
        letter.message.date,
        copies,
        letter.author,
        letter.note,
        plan.activity_time,
        notes,
        indexed,
    )


def _answers(mails: Sequence[SentMail]) -> dict[tuple[str, str], datetime]:
    """Who answered what, and when: by the id of the mail and the address of who answered."""
    return {(mail.in_reply_to, mail.sender.lower()): mail.sent_at for mail in mails if mail.in_reply_to}


def _marks(
    stage: Stage,
    known: Sequence[Email],
    writers: Sequence[Persona],
    answers: Mapping[tuple[str, str], datetime] | None = None,
) -> list[FlagAction]:
    """The stored copies that their owners have read or answered since they were last looked at."""
    if stage.options["mail_layout"] == "spool":
        return []
    if answers is None:
        answers = _answers([email.sent for email in known])
    owners = {person.login: person for person in writers}
    marks = []
    for email in known:
        for copy in email.copies:
            owner = owners.get(copy["owner"])
            if owner is None or copy.get("lost") or "R" in copy["flags"]:
                continue
            flags = maildir.flags_at(
                stage.seed, email.sent, owner, answers.get((email.sent.message_id, owner.email.lower())), stage.now
            )
            if set(flags) - set(copy["flags"]):
                target = maildir.target_of(copy["path"], flags)
                answered = answers.get((email.sent.message_id, owner.email.lower()))
                moment = (
                    answered
                    or reading_moment(stage.seed, email.sent.message_id, email.sent.sent_at, owner)
                    or stage.now
                )
                marks.append(
                    FlagAction(stage.name, owner.login, email.sent.message_id, copy["path"], target, flags, moment)
                )
    return marks
