# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""No mail in any language violates a constraint.

Examples are a name in lower case, a time that has passed, and a recipient in the third person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.company.world import World, build_world
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.constraints import violations
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.clients import client_of
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.composition import compose, text_facts
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.locale import LANGUAGES, locale_of
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.records import MailPlan, Written
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from builders.office import BEGIN, OFFICE, sent

WORLD = build_world("s", "corp.example", ("web-01", "files-01", "mail-01"), OFFICE)
TONES = ("terse", "formal", "warm", "neutral")
HABITS = (
    "writes in lower case",
    "writes in fragments",
    "uses lists",
    "likes exclamation marks",
    "ends with a smiley",
    "thanks everybody by name",
    "trails off with ellipses",
    "names the ticket first",
)
#: Sentences of the English bank about a time of the same day.
TODAY = re.compile(r"(?i)(?:around until|look again after|on the phone until) (\d+):(\d\d)")


def threads(
    language: str, count: int, world: World = WORLD
) -> Iterator[tuple[Written, datetime, Persona, tuple[Persona, ...]]]:
    """Mails and two replies to each; the second is by a recipient in copy."""
    for number in range(count):
        rng = seeded_random("constraints", language, number)
        one, other, third = (
            replace(person, tone=TONES[number % 4], mannerisms=(HABITS[number % 8], HABITS[number * 3 % 8]))
            for person in rng.sample(OFFICE, 3)
        )
        moment = BEGIN + timedelta(hours=number % 24 + 24 * (number % 11), minutes=number % 60)
        client = client_of("s", one)
        opening = MailPlan("t", one, other, (third,), moment, language, f"o{number}")
        first = compose(opening, world, rng, client)
        yield first, moment, one, (other, third)
        parent = replace(sent(opening, first.subject, first.body), about=first.about)
        for answerer, rest in ((other, (third,)), (third, (other,))):
            then = moment + timedelta(hours=5)
            reply = MailPlan("t", answerer, one, rest, then, language, f"r{number}", parent)
            answer = compose(reply, world, rng, client)
            yield answer, then, answerer, (one, *rest)


@pytest.mark.parametrize("count", [pytest.param(50, id="some"), pytest.param(340, id="many", marks=pytest.mark.slow)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mail_says_what_is_forbidden(language: str, count: int) -> None:
    """Threads of three mails per language, at all hours: a thousand mails, in the slow run seven thousand."""
    found = []
    for mail, moment, sender, readers in threads(language, count):
        names = frozenset(person.first_name for person in readers)
        facts = text_facts(locale_of(language), WORLD, sender.first_name, names, moment)
        found += [(violation, mail.body) for violation in violations(f"{mail.subject}\n{mail.body}", facts)]
    assert found == []


def test_times_of_today_are_to_come() -> None:
    """A mail of 22:30 does not offer to meet until 22:00."""
    seen = 0
    for mail, moment, _sender, _readers in threads("en", 150):
        for hour, minute in TODAY.findall(mail.body):
            assert (int(hour), int(minute)) > (moment.hour, moment.minute), (moment, mail.body)
            seen += 1
    assert seen > 15


def test_nobody_is_spoken_of_where_nobody_else_is_known() -> None:
    """In a company of two, their mails mention a third person."""
    small = replace(WORLD, colleagues=OFFICE[:2], outsiders=())
    one, other = small.colleagues
    for number in range(200):
        rng = seeded_random("two", number)
        mail = compose(MailPlan("t", one, other, (), BEGIN, "en", "o1"), small, rng, client_of("s", one))
        assert mail.about["colleague"] not in (one.first_name, other.first_name)
