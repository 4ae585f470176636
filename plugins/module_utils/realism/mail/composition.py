# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a mail says: an act (a request, a question, an answer, ...) about a topic.

It is in the sender's language and manner, and about the shared world.

A reply takes up its parent's topic, ticket, figures and date, which the parent left in ``about``.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import datetime

from ..company.world import World
from ..content.constraints import TextFacts, violations
from ..content.templates import slots_of
from ..model.persona import Persona
from ..model.roles import is_technical
from ..model.seeded_random import seeded_random
from .locale import ACTS, Locale, Topic, locale_of
from .records import MailClient, MailPlan, Written
from .signatures import signature
from .slot_values import drawn_values, later, settled
from .wording import VARIED, Wording
from .writing_style import WritingStyle, capitalised, writing_style_of

#: The particulars that an answer takes up.
_TAKEN_UP = ("ticket", "n", "n2", "total", "small", "pct", "colleague", "vendor", "host", "project", "day", "time")
#: The attempts at a mail that a constraint forbids as a whole.
ATTEMPTS = 8


def compose(
    plan: MailPlan, world: World, rng: random.Random, client: MailClient, taken: Collection[str] = ()
) -> Written:
    """The mail's own words. The plan's moment is aware, in the sender's zone. A reply's subject is its parent's.

    ``taken`` holds the subjects (casefolded) of other threads: mail servers put threads of one subject together, and
    people tell them apart.
    """
    for _attempt in range(ATTEMPTS):
        made, facts = _composed(plan, world, rng, client, taken)
        if not violations(f"{made.subject}\n{made.body}", facts):
            break
    return made


def _composed(
    plan: MailPlan, world: World, rng: random.Random, client: MailClient, taken: Collection[str]
) -> tuple[Written, TextFacts]:
    """One mail, and what the constraint checks need to know about it."""
    sender, to, parent, moment = plan.sender, plan.recipient, plan.parent, plan.moment
    about = dict(parent.about) if parent else {}
    locale = locale_of(plan.language)
    style = writing_style_of(sender, rng)
    topic = locale.topic(str(about.get("topic"))) or _choose(locale, sender, rng)
    act = str(about.get("act")) if about.get("act") in ACTS else rng.choice(ACTS)
    turn = int(about.get("turn", 0)) + 1 if parent else 0
    values = later(about, locale, moment, rng) if parent else drawn_values(locale, world, sender, to, moment, rng)
    fresh = drawn_values(locale, world, sender, to, moment, rng)
    # The subject matter stays; everything else is new, so that no two mails of a thread repeat each other.
    values = {
        **fresh,
        **values,
        **{name: fresh[name] for name in ("date2", "time2", "wd2", "place", "pastdate", "colleague2") if name in fresh},
    }
    readers = frozenset(person.first_name for person in (to, *plan.cc))
    values = settled(values, locale, world, {sender.first_name, *readers}, moment)
    values |= {"to": to.first_name}
    facts = text_facts(locale, world, sender.first_name, readers, moment)
    said = Wording(locale, topic, values, rng, parent.body if parent else "", facts)
    sentences = _reply(said, act, turn, style) if parent else _opening(said, act, style)
    subject = parent.subject if parent else _subject(said, act, style.ticket_first, taken)
    body = _laid_out(said, sentences, style, turn=turn, plan=plan, world=world, client=client)
    kept = {name: values[name] for name in _TAKEN_UP if name in values}
    return Written(subject, body, {"act": act, "topic": topic.key, "turn": turn, **kept}), facts


def text_facts(locale: Locale, world: World, sender: str, recipients: frozenset[str], moment: datetime) -> TextFacts:
    """What the constraint checks need to know about a mail between people of these first names."""
    firms = frozenset({project.name for project in world.projects} | set(world.vendors))
    people = {person.first_name for person in world.colleagues} | set(world.outsiders)
    return TextFacts(
        now=moment,
        vocabulary=frozenset().union(firms, people, world.hosts, locale.bank["weekdays"]),
        firms=firms,
        sender=sender,
        recipients=recipients,
        closed=locale.bank["closed"],
        still_open=locale.bank["still_open"],
        morning=locale.bank.get("morning", ""),
    )


def _subject(said: Wording, act: str, ticket_first: bool, taken: Collection[str]) -> str:
    """A subject that no other thread has; where all are taken the ticket or the day tells it apart."""
    for turn in range(12):
        subject = said.one(said.locale.sentences("subjects", act), capital=True)
        named = said.values["ticket"] in subject
        if ticket_first and not named:
            subject = f"{said.values['ticket']} {subject}"
        elif turn > 4:
            by_ticket = turn % 2 and not named
            subject = f"{subject} ({said.values['ticket']})" if by_ticket else f"{subject}, {said.values['date0']}"
        if subject.casefold() not in taken:
            return subject
    return f"{subject} {said.values['n']}"


def _opening(said: Wording, act: str, style: WritingStyle) -> list[str]:
    bank = said.locale.sentences
    sentences = [said.one(bank("pleasantries"))] if style.pleasant and said.rng.random() < style.pleasant else []
    sentences.append(said.one(bank("opens", act)))
    sentences += [said.one(bank("details")) for _more in range(style.details(said.rng))]
    if said.rng.random() < 0.75:
        sentences.append(said.one(bank("asks", act)))
    return sentences


def _reply(said: Wording, act: str, turn: int, style: WritingStyle) -> list[str]:
    bank = said.locale.sentences
    # The first answer is the recipient's to the act; from then on the two go back and forth about it.
    sentences = [said.one(bank("replies", act) if turn == 1 else bank("replies", "any"))]
    count = max(0, style.details(said.rng) - (turn > 1))
    sentences += [said.one(bank("reply_details")) for _more in range(count)]
    if not said.varied:
        # A bare "ok, thanks" is sent twice by anybody; by ten thousand mails of a fleet it would be seen to be.
        sentences.append(said.one([mould for mould in bank("reply_details") if len(VARIED & set(slots_of(mould))) > 0]))
    return sentences


def _choose(locale: Locale, sender: Persona, rng: random.Random) -> Topic:
    side = "tech" if is_technical(sender.role) else "biz"
    return rng.choice([topic for topic in locale.topics if topic.side in (side, "both")])


def _laid_out(
    said: Wording,
    sentences: list[str],
    style: WritingStyle,
    *,
    turn: int,
    plan: MailPlan,
    world: World,
    client: MailClient,
) -> str:
    """Greeting, paragraphs, closing, name, signature."""
    bank, rng, sender = said.locale.bank, said.rng, plan.sender
    starts_upper = bank.get("after_greeting", "upper") == "upper"
    paragraphs = style.paragraphs(sentences, rng, starts_upper, not bank.get("capital_nouns", False), said.names())
    greets = turn == 0 or rng.random() < style.greets_again
    parts: list[str] = []
    if greets:
        kind = "all" if plan.cc and turn == 0 and rng.random() < 0.5 else "formal" if style.formal else "one"
        parts.append(said.one(bank["greetings"][kind]))
    elif not starts_upper:
        paragraphs = [capitalised(text) for text in paragraphs]
    parts += paragraphs
    if style.thanks_by_name and rng.random() < 0.6:
        parts.append(said.one(bank["thanks_by_name"]))
    habit = seeded_random(world.seed, "signs", sender.login)
    name = habit.choice((sender.first_name, sender.first_name, sender.name, sender.first_name[:1] + "."))
    name = sender.first_name if name.endswith(".") and turn == 0 else name
    block = signature(sender, world, client, turn)
    if block.startswith(sender.name):
        name = sender.first_name
    closing = said.one(bank["closings"][style.closing]) if rng.random() < (0.9 if turn == 0 else 0.6) else ""
    parts.append("\n".join(part for part in (closing, name.lower() if style.lower and len(name) < 3 else name) if part))
    return style.dashed("\n\n".join([*parts, *([block] if block else [])]), rng)
