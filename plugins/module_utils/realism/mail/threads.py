# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The threads of mails: new threads and the replies that are due.

Replies are a pure function of the delivered mails, so that a mail that was not delivered is not answered.

Measured shares: 53 % of the mails on public lists are replies, 62 % of Enron's mails are in threads; threads of two or
more have 3.7 to 4.1 mails, median 2 to 3.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from ..behaviour.activity_times import ActivityTime
from ..behaviour.diurnal import is_active
from ..model.persona import Persona
from ..model.records import SentMail
from ..model.seeded_random import seeded_random
from .latency import answer_moment
from .records import MailPlan

#: The share of mails that are answered, by the number of mails above them in the thread.
ANSWERED = (0.32, 0.62, 0.63, 0.62, 0.60, 0.58, 0.50, 0.45, 0.35, 0.25)
#: The share of mails that a copied recipient answers as well (6 % of mails have two replies), and the share of replies
#: that go to all recipients.
BRANCHING, REPLY_ALL = 0.12, 0.75
#: The share of new threads with recipients in copy.
CC_SHARE = 0.2
#: The sigma of the lognormal distribution of :func:`affinity`.
AFFINITY = 1.6


def new_thread(
    seed: str,
    activity_time: ActivityTime,
    sender: Persona,
    personas: Sequence[Persona],
    language_default: str,
) -> MailPlan | None:
    """The mail that starts a thread of ``sender`` at an activity time.

    Returns None where the sender is not at work, or no other persona is.
    """
    if not is_active(sender, activity_time.moment):
        return None
    rng = seeded_random(seed, "thread", activity_time.id)
    others = [person for person in personas if person.login != sender.login and is_active(person, activity_time.moment)]
    if not others:
        return None
    recipient = rng.choices(others, [affinity(seed, sender, person) for person in others])[0]
    bystanders = [person for person in personas if person.login not in (sender.login, recipient.login)]
    cc: tuple[Persona, ...] = ()
    if bystanders and rng.random() < CC_SHARE:
        cc = tuple(rng.sample(bystanders, min(len(bystanders), rng.choice((1, 1, 2)))))
    moment = activity_time.moment.astimezone(ZoneInfo(sender.timezone))
    language = sender.language if primary(sender.language) == primary(recipient.language) else language_default
    return MailPlan(_thread_id(rng, sender), sender, recipient, cc, moment, language, activity_time.id)


def replies_due(
    seed: str, personas: Sequence[Persona], delivered: Sequence[SentMail], start: datetime, now: datetime
) -> list[MailPlan]:
    """The replies to ``delivered`` mails that are due in ``(start, now]`` and not delivered, in chronological order."""
    given = {(mail.in_reply_to, mail.sender.lower()) for mail in delivered if mail.in_reply_to}
    people = {person.email.lower(): person for person in personas}
    low, high = start.astimezone(timezone.utc), now.astimezone(timezone.utc)
    found = []
    for mail in delivered:
        # A reply is never due after more than 24 days.
        if not mail.sent_at < now or mail.sent_at < start - timedelta(days=24):
            continue
        found += [
            plan
            for plan in _replies_to(seed, mail, people)
            if (mail.message_id, plan.sender.email.lower()) not in given
            and low < plan.moment.astimezone(timezone.utc) <= high
        ]
    return sorted(found, key=lambda plan: (plan.moment.astimezone(timezone.utc), plan.activity_time))


def _replies_to(seed: str, mail: SentMail, people: dict[str, Persona]) -> list[MailPlan]:
    author, recipient = people.get(mail.sender.lower()), people.get(mail.recipient.lower())
    if author is None:
        return []
    copied = [people[address.lower()] for address in mail.cc if address.lower() in people]
    answered, also = _repliers(seed, mail.message_id, len(mail.references), len(copied))
    repliers = [recipient] if answered and recipient is not None else []
    repliers += [copied[also]] if also is not None else []
    found = []
    for replier in repliers:
        plan = _reply(seed, mail, replier, author, people) if replier.email.lower() != mail.sender.lower() else None
        if plan is not None:
            found.append(plan)
    return found


def _reply(seed: str, mail: SentMail, replier: Persona, author: Persona, people: dict[str, Persona]) -> MailPlan | None:
    reply = _reply_moment(seed, mail.message_id, mail.sent_at, replier, author)
    if reply is None:
        return None
    moment, to_all, activity_time = reply
    everybody = [mail.recipient, *mail.cc]
    rest = [people[address.lower()] for address in everybody if address.lower() in people]
    cc = tuple(person for person in rest if person.login not in (replier.login, author.login)) if to_all else ()
    return MailPlan(mail.thread_id, replier, author, cc, moment, mail.language, activity_time, mail)


@lru_cache(maxsize=16384)
def _reply_moment(
    seed: str, message_id: str, sent_at: datetime, replier: Persona, author: Persona
) -> tuple[datetime, bool, str] | None:
    """The moment at which ``replier`` answers a mail of ``author``, whether to all recipients, and the activity time.

    Returns None for no reply. The result is cached, as every run needs it for each mail that may still be answered.
    """
    rng = seeded_random(seed, "reply", message_id, replier.login)
    moment = answer_moment(seed, sent_at, replier, author, rng)
    if moment is None:
        return None
    to_all = rng.random() < REPLY_ALL
    return moment, to_all, f"re-{seeded_random(seed, 're', message_id, replier.login).getrandbits(60):015x}"


@lru_cache(maxsize=16384)
def _repliers(seed: str, message_id: str, depth: int, copied: int) -> tuple[bool, int | None]:
    """Whether the recipient answers a mail, and the index of the copied recipient who does, if any.

    ``depth`` is the number of mails above it in the thread, ``copied`` the number of recipients in copy.
    """
    rng = seeded_random(seed, "answer", message_id)
    answered = rng.random() < ANSWERED[min(depth, len(ANSWERED) - 1)]
    also = rng.random() < BRANCHING and copied > 0
    return answered, rng.choice(range(copied)) if also else None


def affinity(seed: str, first: Persona, second: Persona) -> float:
    """How often two people write to each other, as a weight; the same in both directions.

    Each person has a few close correspondents and many distant ones.
    """
    pair = sorted((first.login, second.login))
    return seeded_random(seed, "affinity", *pair).lognormvariate(0.0, AFFINITY)


def primary(language: str) -> str:
    """The primary language of a tag: ``pt`` for ``pt-BR``."""
    return language.partition("-")[0].lower()


def _thread_id(rng: random.Random, sender: Persona) -> str:
    """A directory name of login and token, as a mail archive would create it."""
    token = "".join(rng.choices("23456789abcdefghjkmnpqrstvwxyz", k=6))
    return f"{sender.login.replace('.', '-')}-{token}"
