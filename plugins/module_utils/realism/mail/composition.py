# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of a mail: an act (a request, a question, an update, ...) about a topic of the shared world.

The text is in the sender's language and style. A reply repeats the topic, ticket, figures and date of its parent, which
the parent stored in ``about``.
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
from .slot_values import drawn_values, reply_values, resolved_values
from .wording import VARIED, Wording
from .writing_style import WritingStyle, capitalised, writing_style_of

#: The slots whose values a reply takes from its parent.
_TAKEN_UP = ("ticket", "n", "n2", "total", "small", "pct", "colleague", "vendor", "host", "project", "day", "time")
#: The most attempts at a mail that violates a constraint as a whole.
ATTEMPTS = 8


def compose(
    plan: MailPlan, world: World, rng: random.Random, client: MailClient, taken: Collection[str] = ()
) -> Written:
    """The text of a mail, without quotes. A reply has the subject of its parent.

    The plan's moment is aware and in the sender's zone. ``taken`` holds the subjects of other threads, casefolded: mail
    programs merge threads with the same subject, so each thread gets a subject of its own.
    """
    for _attempt in range(ATTEMPTS):
        made, facts = _composed(plan, world, rng, client, taken)
        if not violations(f"{made.subject}\n{made.body}", facts):
            break
    return made


def _composed(
    plan: MailPlan, world: World, rng: random.Random, client: MailClient, taken: Collection[str]
) -> tuple[Written, TextFacts]:
    """One attempt at the mail, and the facts for its constraint checks."""
    sender, to, parent, moment = plan.sender, plan.recipient, plan.parent, plan.moment
    about = dict(parent.about) if parent else {}
    locale = locale_of(plan.language)
    style = writing_style_of(sender, rng)
    topic = locale.topic(str(about.get("topic"))) or _topic_of(locale, sender, rng)
    act = str(about.get("act")) if about.get("act") in ACTS else rng.choice(ACTS)
    turn = int(about.get("turn", 0)) + 1 if parent else 0
    values = (
        reply_values(about, locale, moment, rng) if parent else drawn_values(locale, world, sender, to, moment, rng)
    )
    fresh = drawn_values(locale, world, sender, to, moment, rng)
    # The subject matter stays; all other values are new, so that the mails of a thread do not repeat each other.
    values = {
        **fresh,
        **values,
        **{name: fresh[name] for name in ("date2", "time2", "wd2", "place", "pastdate", "colleague2") if name in fresh},
    }
    readers = frozenset(person.first_name for person in (to, *plan.cc))
    values = resolved_values(values, locale, world, {sender.first_name, *readers}, moment)
    values |= {"to": to.first_name}
    facts = text_facts(locale, world, sender.first_name, readers, moment)
    wording = Wording(locale, topic, values, rng, parent.body if parent else "", facts)
    sentences = _reply(wording, act, turn, style) if parent else _opening(wording, act, style)
    subject = parent.subject if parent else _subject(wording, act, style.ticket_first, taken)
    body = _body(wording, sentences, style, turn=turn, plan=plan, world=world, client=client)
    kept = {name: values[name] for name in _TAKEN_UP if name in values}
    return Written(subject, body, {"act": act, "topic": topic.key, "turn": turn, **kept}), facts


def text_facts(locale: Locale, world: World, sender: str, recipients: frozenset[str], moment: datetime) -> TextFacts:
    """The facts for the constraint checks of a mail. ``sender`` and ``recipients`` are first names."""
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


def _subject(wording: Wording, act: str, ticket_first: bool, taken: Collection[str]) -> str:
    """A subject that no other thread has; where all are taken, the ticket or the date makes it unique."""
    for turn in range(12):
        subject = wording.phrase(wording.locale.sentences("subjects", act), capital=True)
        named = wording.values["ticket"] in subject
        if ticket_first and not named:
            subject = f"{wording.values['ticket']} {subject}"
        elif turn > 4:
            by_ticket = turn % 2 and not named
            subject = (
                f"{subject} ({wording.values['ticket']})" if by_ticket else f"{subject}, {wording.values['date0']}"
            )
        if subject.casefold() not in taken:
            return subject
    return f"{subject} {wording.values['n']}"


def _opening(wording: Wording, act: str, style: WritingStyle) -> list[str]:
    bank = wording.locale.sentences
    sentences = (
        [wording.phrase(bank("pleasantries"))] if style.pleasant and wording.rng.random() < style.pleasant else []
    )
    sentences.append(wording.phrase(bank("opens", act)))
    sentences += [wording.phrase(bank("details")) for _more in range(style.details(wording.rng))]
    if wording.rng.random() < 0.75:
        sentences.append(wording.phrase(bank("asks", act)))
    return sentences


def _reply(wording: Wording, act: str, turn: int, style: WritingStyle) -> list[str]:
    bank = wording.locale.sentences
    # The first reply responds to the act; later replies discuss it.
    sentences = [wording.phrase(bank("replies", act) if turn == 1 else bank("replies", "any"))]
    count = max(0, style.details(wording.rng) - (turn > 1))
    sentences += [wording.phrase(bank("reply_details")) for _more in range(count)]
    if not wording.varied:
        # One bare "ok, thanks" is normal; among the ten thousand mails of a fleet, many of them would stand out.
        sentences.append(
            wording.phrase(
                [template for template in bank("reply_details") if len(VARIED & set(slots_of(template))) > 0]
            )
        )
    return sentences


def _topic_of(locale: Locale, sender: Persona, rng: random.Random) -> Topic:
    side = "tech" if is_technical(sender.role) else "biz"
    return rng.choice([topic for topic in locale.topics if topic.side in (side, "both")])


def _body(
    wording: Wording,
    sentences: list[str],
    style: WritingStyle,
    *,
    turn: int,
    plan: MailPlan,
    world: World,
    client: MailClient,
) -> str:
    """The body: greeting, paragraphs, closing, name, signature."""
    bank, rng, sender = wording.locale.bank, wording.rng, plan.sender
    starts_upper = bank.get("after_greeting", "upper") == "upper"
    paragraphs = style.paragraphs(sentences, rng, starts_upper, not bank.get("capital_nouns", False), wording.names())
    greets = turn == 0 or rng.random() < style.greets_again
    parts: list[str] = []
    if greets:
        kind = "all" if plan.cc and turn == 0 and rng.random() < 0.5 else "formal" if style.formal else "one"
        parts.append(wording.phrase(bank["greetings"][kind]))
    elif not starts_upper:
        paragraphs = [capitalised(text) for text in paragraphs]
    parts += paragraphs
    if style.thanks_by_name and rng.random() < 0.6:
        parts.append(wording.phrase(bank["thanks_by_name"]))
    habit = seeded_random(world.seed, "signs", sender.login)
    name = habit.choice((sender.first_name, sender.first_name, sender.name, sender.first_name[:1] + "."))
    name = sender.first_name if name.endswith(".") and turn == 0 else name
    block = signature(sender, world, client, turn)
    if block.startswith(sender.name):
        name = sender.first_name
    closing = wording.phrase(bank["closings"][style.closing]) if rng.random() < (0.9 if turn == 0 else 0.6) else ""
    parts.append("\n".join(part for part in (closing, name.lower() if style.lower and len(name) < 3 else name) if part))
    return style.dashed("\n\n".join([*parts, *([block] if block else [])]), rng)
