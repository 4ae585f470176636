# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail: what is due, and the messages with their copies, log lines and marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Union

from ..behaviour.activity_times import ActivityTime
from ..hostlogs.logstream import counted_jobs
from ..hostlogs.pids import ProcessNumbers
from ..mail import maildir, threads
from ..mail.delivery import deliveries, log_lines
from ..mail.latency import reading_moment
from ..model.actions import EmailAction, FlagAction
from ..model.actions.mail import LogNote, flagged_path
from ..model.decky import Decky
from ..model.persona import Persona
from ..model.records import Email, SentMail
from .agenda import DueMail
from .letters import Letter, letters_of
from .logs import log_notes
from .snapshot import Snapshot
from .texts import NO_TEXTS, TextRequest, Texts

MailAction = Union[EmailAction, FlagAction]
#: How long a thread may still be answered and a mail be read: nobody in the measured threads came back later.
REMEMBERED = timedelta(days=45)


@dataclass
class MailActions:
    """The actions in the order of their dates, and the texts that a language model may write."""

    actions: list[MailAction] = field(default_factory=list)
    texts: list[TextRequest] = field(default_factory=list)


def due_mail(snapshot: Snapshot, times: Sequence[ActivityTime], start: datetime) -> DueMail:
    """The mail that is due: new threads at ``times``, answers since ``start``, marks on stored mail.

    Nothing on a decky without mailboxes, or where mail has no share.
    """
    if not snapshot.has_mailboxes or not snapshot.options.weights.email_share:
        return DueMail(start=start)
    owners, default = snapshot.mailbox_owners(), snapshot.options.language_default
    plans = []
    for time in times:
        sender = next((person for person in owners if person.login == time.persona), None)
        plan = threads.new_thread(snapshot.seed, time, sender, owners, default) if sender else None
        plans += [plan] if plan else []
    known = [email.sent for email in snapshot.mails]
    plans += threads.replies_due(snapshot.seed, owners, known, start, snapshot.now)
    return DueMail(start=start, plans=tuple(plans), marks=tuple(_marks(snapshot, _answers(known))))


def mail_actions(snapshot: Snapshot, due: DueMail, texts: Texts = NO_TEXTS, with_logs: bool = False) -> MailActions:
    """The mails in the order of their dates, with what answers them in the same run, and the marks on earlier ones.

    ``with_logs`` says that this run writes the decky's other logs up to now as well.
    """
    if not due.plans and not due.marks:
        return MailActions()
    letters = letters_of(snapshot, due, texts)
    decky = replace(snapshot.decky, facts=snapshot.mailbox_facts)
    numbers = ProcessNumbers(snapshot.seed, decky, counted_jobs(decky.facts))
    answers = _answers([*(email.sent for email in snapshot.mails), *(letter.sent for letter in letters)])
    delivery = _Delivery(snapshot, decky, numbers, answers, with_logs)
    # An answer that is written in this run marks the mail that it answers.
    return MailActions(
        actions=[*(delivery.action(letter) for letter in letters), *_marks(snapshot, answers)],
        texts=[letter.request for letter in letters],
    )


class _Delivery:
    """How the mails of one run reach their mailboxes."""

    def __init__(
        self,
        snapshot: Snapshot,
        decky: Decky,
        numbers: ProcessNumbers,
        answers: Mapping[tuple[str, str], datetime],
        with_logs: bool,
    ) -> None:
        self.snapshot, self.decky, self.numbers = snapshot, decky, numbers
        self.answers, self.with_logs = answers, with_logs

    def action(self, letter: Letter) -> EmailAction:
        """The mail as an action."""
        plan, sent, options = letter.plan, letter.sent, self.snapshot.options
        notes, indexed = tuple[LogNote, ...](), tuple[str, ...]()
        if options.mail_layout == "spool":
            copies = maildir.spool_copies(self.decky, plan, letter.message, options.mail_spool)
        else:
            owners = (plan.recipient, *plan.cc)
            here = [owner for owner in owners if self.decky.facts.account(owner.login)]
            delivered = deliveries(self.snapshot.seed, self.numbers, letter.message, here)
            flags = {owner.login: self._flags(sent, owner) for owner in owners}
            copies = maildir.maildir_copies(
                self.snapshot.seed,
                self.decky,
                self.numbers,
                plan,
                letter.message,
                delivered=delivered,
                flags=flags,
                maildir=options.maildir,
            )
            addresses = {owner.login: owner.email for owner in here}
            said = log_lines(self.snapshot.seed, self.numbers, letter.message, delivered, addresses)
            notes = log_notes(self.decky.facts, self.snapshot.now, said, self.with_logs)
            # A mail program that reads or sends mail leaves Dovecot's index files: read mail without them would be odd.
            indexed = tuple(copy.owner for copy in copies) if "dovecot" in self.decky.facts.running else ()
        return EmailAction(
            decky=self.snapshot.decky.name,
            moment=letter.message.date,
            persona=plan.sender.login,
            activity_time=plan.activity_time,
            message_id=sent.message_id,
            thread_id=sent.thread_id,
            in_reply_to=sent.in_reply_to,
            references=sent.references,
            sender=sent.sender,
            recipient=sent.recipient,
            cc=sent.cc,
            subject=sent.subject,
            language=sent.language,
            body=sent.body,
            about=sent.about,
            copies=copies,
            author=letter.text.author,
            note=letter.text.note,
            log=notes,
            indexed=indexed,
        )

    def _flags(self, sent: SentMail, owner: Persona) -> str:
        answered = self.answers.get((sent.message_id, owner.email.lower()))
        return maildir.flags_at(self.snapshot.seed, sent, owner, answered, self.snapshot.now)


def _answers(mails: Sequence[SentMail]) -> dict[tuple[str, str], datetime]:
    """When a mail was answered, by its id and the address of who answered."""
    return {(mail.in_reply_to, mail.sender.lower()): mail.sent_at for mail in mails if mail.in_reply_to}


def _marks(snapshot: Snapshot, answers: Mapping[tuple[str, str], datetime]) -> list[FlagAction]:
    """The stored copies that their owners have read or answered since they were last looked at."""
    if snapshot.options.mail_layout == "spool":
        return []
    owners = {person.login: person for person in snapshot.mailbox_owners()}
    marks = []
    for email in snapshot.mails:
        for copy in email.copies:
            owner = owners.get(copy["owner"])
            if owner is not None and not copy.get("lost") and "R" not in copy["flags"]:
                mark = _mark(snapshot, email, copy, owner, answers)
                marks += [mark] if mark else []
    return marks


def _mark(
    snapshot: Snapshot,
    email: Email,
    copy: Mapping[str, str],
    owner: Persona,
    answers: Mapping[tuple[str, str], datetime],
) -> FlagAction | None:
    sent = email.sent
    answered = answers.get((sent.message_id, owner.email.lower()))
    flags = maildir.flags_at(snapshot.seed, sent, owner, answered, snapshot.now)
    if not set(flags) - set(copy["flags"]):
        return None
    read = reading_moment(snapshot.seed, sent.message_id, sent.sent_at, owner)
    return FlagAction(
        decky=snapshot.decky.name,
        moment=answered or read or snapshot.now,
        persona=owner.login,
        message_id=sent.message_id,
        path=copy["path"],
        target=flagged_path(copy["path"], flags),
        flags=flags,
    )
