# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who writes to whom, and what answers what.

A pure function of the mails that were delivered: a mail that never was is never answered.

Shares: 53 % of mails are replies on public lists, 62 % are in threads at Enron; threads of two or more have 3.7 to 4.1
mails, median 2 to 3.
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

#: How often a mail is answered at all, by how many mails stand above it in its thread.
ANSWERED = (0.32, 0.62, 0.63, 0.62, 0.60, 0.58, 0.50, 0.45, 0.35, 0.25)
#: How often somebody in copy answers as well (6 % of mails have two replies), and how often an answer goes to all who
#: had the mail.
BRANCHING, REPLY_ALL = 0.12, 0.75
CC_SHARE = 0.2
#: How much closer the closest of somebody's correspondents is than the next.
AFFINITY = 1.6


def new_thread(
    seed: str,
    activity_time: ActivityTime,
    sender: Persona,
    personas: Sequence[Persona],
    language_default: str,
) -> MailPlan | None:
    """The mail with which ``sender`` begins a thread at that activity time.

    None where no possible reader is at work.
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
    seed: str, personas: Sequence[Persona], known: Sequence[SentMail], start: datetime, now: datetime
) -> list[MailPlan]:
    """The answers to ``known`` mails that are due in ``(start, now]`` and not given yet, in chronological order."""
    given = {(mail.in_reply_to, mail.sender.lower()) for mail in known if mail.in_reply_to}
    people = {person.email.lower(): person for person in personas}
    low, high = start.astimezone(timezone.utc), now.astimezone(timezone.utc)
    found = []
    for mail in known:
        # Nobody answers before a minute is over, and an answer that took longer than this is not given any more.
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
    answered, also = _answerers(seed, mail.message_id, len(mail.references), len(copied))
    answerers = [recipient] if answered and recipient is not None else []
    answerers += [copied[also]] if also is not None else []
    found = []
    for who in answerers:
        plan = _reply(seed, mail, who, author, people) if who.email.lower() != mail.sender.lower() else None
        if plan is not None:
            found.append(plan)
    return found


def _reply(seed: str, mail: SentMail, who: Persona, author: Persona, people: dict[str, Persona]) -> MailPlan | None:
    answer = _answer(seed, mail.message_id, mail.sent_at, who, author)
    if answer is None:
        return None
    moment, to_all, activity_time = answer
    everybody = [mail.recipient, *mail.cc]
    rest = [people[address.lower()] for address in everybody if address.lower() in people]
    cc = tuple(person for person in rest if person.login not in (who.login, author.login)) if to_all else ()
    return MailPlan(mail.thread_id, who, author, cc, moment, mail.language, activity_time, mail)


@lru_cache(maxsize=16384)
def _answer(
    seed: str, message_id: str, sent_at: datetime, who: Persona, author: Persona
) -> tuple[datetime, bool, str] | None:
    """When ``who`` answers a mail of ``author``, whether all get the answer, and its activity time; None for no answer.

    Every run asks it of each mail that may still be answered.
    """
    rng = seeded_random(seed, "reply", message_id, who.login)
    moment = answer_moment(seed, sent_at, who, author, rng)
    if moment is None:
        return None
    to_all = rng.random() < REPLY_ALL
    return moment, to_all, f"re-{seeded_random(seed, 're', message_id, who.login).getrandbits(60):015x}"


@lru_cache(maxsize=16384)
def _answerers(seed: str, message_id: str, depth: int, copied: int) -> tuple[bool, int | None]:
    """Whether the recipient answers a mail, and which of those in copy does, if one of them does."""
    rng = seeded_random(seed, "answer", message_id)
    answered = rng.random() < ANSWERED[min(depth, len(ANSWERED) - 1)]
    also = rng.random() < BRANCHING and copied > 0
    return answered, rng.choice(range(copied)) if also else None


def affinity(seed: str, one: Persona, other: Persona) -> float:
    """How close two people are, the same in both directions.

    Everybody has a few correspondents and many people whom they hardly write to.
    """
    pair = sorted((one.login, other.login))
    return seeded_random(seed, "affinity", *pair).lognormvariate(0.0, AFFINITY)


def primary(language: str) -> str:
    """``pt`` of ``pt-BR``."""
    return language.partition("-")[0].lower()


def _thread_id(rng: random.Random, sender: Persona) -> str:
    """A name for a directory, such as a mail archive makes of a counter and a name."""
    token = "".join(rng.choices("23456789abcdefghjkmnpqrstvwxyz", k=6))
    return f"{sender.login.replace('.', '-')}-{token}"
