# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts of mails.

No two mails are alike, none mixes languages, dates lie on the right side of today, and replies match their parents.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.company.world import build_world
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.clients import client_of
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.composition import compose
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.locale import ACTS, LANGUAGES, locale_of
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.quoting import quoted
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.records import MailPlan, Written
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.writing_style import undash
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import SentMail
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from builders.office import OFFICE, sent

WORLD = build_world("s", "corp.example", ("web-01", "files-01", "mail-01"), OFFICE)
BEGIN = datetime(2026, 3, 5, 14, 7, tzinfo=ZoneInfo("Europe/Berlin"))
#: Words that occur in every mail of one language and in no mail of another.
FOREIGN = {"en": r"\b(the|and|with|please|would|about)\b"}
#: The traces of a slot that was filled wrongly.
CLUMSY = {
    "es": r"\bde el\b|\ba el\b|\by I[a-z]",
    "fr": r"\bde le\b|\bà le\b|\bde les\b|\bque [AEIO]|\bde [AEIOU][a-z]",
    "it": r"\bdi il\b|\ba il\b|\bdi la\b|\bdi lo\b",
    "pt": r"\bde o\b|\bem a\b|\bem o\b",
    "de": r"\bzu dem der\b|\bvon das\b",
    "nl": r"\bde het\b|\bvan van\b",
    "en": r"\ba an\b|\bthe the\b",
}


def written(language: str, number: int, sender: Persona | None = None) -> Written:
    rng = seeded_random("composition", language, number)
    one, other = rng.sample(OFFICE, 2)
    one = sender or one
    moment = BEGIN + timedelta(hours=number % 900)
    return compose(MailPlan("t", one, other, (), moment, language, f"o{number}"), WORLD, rng, client_of("s", one))


def answered(language: str, number: int, hours: int = 30) -> tuple[SentMail, Written]:
    rng = seeded_random("answers", language, number)
    one, other = rng.sample(OFFICE, 2)
    opening = MailPlan("t", one, other, (), BEGIN, language, f"o{number}")
    first = compose(opening, WORLD, rng, client_of("s", one))
    parent = replace(sent(opening, first.subject, first.body), about=first.about)
    reply = MailPlan("t", other, one, (), BEGIN + timedelta(hours=hours), language, f"r{number}", parent)
    return parent, compose(reply, WORLD, rng, client_of("s", other))


@pytest.mark.parametrize(
    "count", [pytest.param(1000, id="a thousand"), pytest.param(10_000, id="ten thousand", marks=pytest.mark.slow)]
)
def test_many_mails_are_all_different(count: int) -> None:
    """Fails where the banks are too small for a year of a fleet's mail."""
    bodies = Counter(written(LANGUAGES[number % len(LANGUAGES)], number).body for number in range(count * 7 // 10))
    bodies.update(answered(LANGUAGES[number % len(LANGUAGES)], number)[1].body for number in range(count * 3 // 10))
    assert [body for body, count in bodies.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_worn_out(language: str) -> None:
    """Greetings and closings recur; any other sentence is in at most one mail of thirty."""
    mails = [written(language, number).body for number in range(1200)]
    sentences = Counter(
        line
        for body in mails
        for line in {part for part in re.split(r"(?<=[.?!])\s+|\n", body) if len(part.split()) > 5}
    )
    assert sentences.most_common(1)[0][1] <= len(mails) / 30, sentences.most_common(3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_whole_and_clean(language: str) -> None:
    names = (
        {person.name.split()[0] for person in OFFICE}
        | {vendor.split()[0] for vendor in WORLD.vendors}
        | set(WORLD.outsiders)
    )
    for number in range(400):
        mail = written(language, number)
        answer = answered(language, number)[1]
        for text in (mail.subject, mail.body, answer.body):
            assert not re.search(r"[{}]|  | ,| \.(?!\.)|\.\.(?!\.)|,,|\?\.|[\u2012-\u2015\u201c\u201d\u2019]", text), (
                text
            )
            said = re.sub("|".join(map(re.escape, sorted(names))), "X", text)
            assert not re.search(CLUMSY[language], said), text
            for other, words in FOREIGN.items():
                if other != language:
                    assert not re.search(words, said), (other, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bank_has_enough_of_everything(language: str) -> None:
    locale = locale_of(language)
    assert len(locale.topics) >= 25 and {topic.key for topic in locale.topics} == {
        topic.key for topic in locale_of("en").topics
    }
    for act in ACTS:
        pools = [
            locale.sentences("opens", act),
            locale.sentences("asks", act),
            locale.sentences("replies", act),
            locale.sentences("subjects", act),
        ]
        assert min(map(len, pools)) >= 3 and len(pools[0]) >= 5 and len(pools[2]) >= 5
    assert (
        len(locale.sentences("details"))
        + len(locale.sentences("reply_details"))
        + len(locale.sentences("replies", "any"))
        >= 50
    )
    if language not in ("en", "nl"):
        assert sum(not text.isascii() for text in (written(language, number).body for number in range(50))) > 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_to_come_are_to_come(language: str) -> None:
    """No mail proposes a date that has passed, and no reply repeats one."""
    for number in range(150):
        mail = written(language, number)
        assert datetime.fromisoformat(mail.about["day"]).date() > (BEGIN + timedelta(hours=number % 900)).date()
        assert datetime.fromisoformat(mail.about["day"]).weekday() < 5
        _parent, late = answered(language, number, hours=24 * 12)
        assert datetime.fromisoformat(late.about["day"]).date() > (BEGIN + timedelta(days=12)).date()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_takes_up_what_it_answers(language: str) -> None:
    for number in range(200):
        parent, answer = answered(language, number)
        assert answer.subject == parent.subject
        for name in ("act", "topic", "ticket", "colleague", "vendor", "n"):
            assert answer.about[name] == parent.about[name]
        # The parent mentions every figure and firm that the reply takes from it.
        other = [vendor for vendor in WORLD.vendors if vendor in answer.body and vendor != parent.about["vendor"]]
        assert other == []


def test_tone_and_mannerisms_show() -> None:
    base = OFFICE[4]
    terse = replace(base, tone="terse")
    warm = replace(base, tone="warm")
    lengths = {
        person.tone: sum(len(written("en", number, person).body.split()) for number in range(200)) / 200
        for person in (terse, warm)
    }
    assert lengths["terse"] < 0.75 * lengths["warm"] and 20 < lengths["warm"] < 110
    lower = replace(base, mannerisms=("all lower case",))
    bodies = [written("en", number, lower).body for number in range(50)]
    assert sum(bool(re.search(r"(?m)^[a-z]\w+ ", body)) for body in bodies) > 40
    steps = replace(base, tone="warm", mannerisms=("numbers the steps",))
    assert sum("\n2. " in written("en", number, steps).body for number in range(80)) > 20
    ticket = replace(base, mannerisms=("names the ticket first",))
    assert all(re.match(r"[A-Z]{3,4}-\d+", written("en", number, ticket).subject) for number in range(30))
    signed = replace(base, signature="Mei Lin\nRoom 4, ext. 12")
    assert all("Room 4, ext. 12" in written("en", number, signed).body for number in range(20))


def test_dashes_are_for_those_who_have_a_machine_write() -> None:
    person = replace(OFFICE[1], uses_llms_heavily=True, tone="warm")
    assert any("\u2014" in written("en", number, person).body for number in range(80))
    assert undash("a \u2014 b, 3\u20135 and\n\u2013 item") == "a, b, 3-5 and\n- item"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de", "Am 05.03.26 um 14:07 schrieb Anne O'Neil:"),
        ("fr", "Le 05/03/2026 à 14:07, Anne O'Neil a écrit :"),
        ("es", "El 5/3/26 a las 14:07, Anne O'Neil escribió:"),
        ("it", "Il giorno 05/03/2026 14:07, Anne O'Neil ha scritto:"),
        ("nl", "Op 05-03-2026 om 14:07 schreef Anne O'Neil:"),
        ("pt", "Em 05/03/2026 14:07, Anne O'Neil escreveu:"),
        ("en", "On 05/03/2026 14:07, Anne O'Neil wrote:"),
    ],
)
def test_quotes_are_introduced_as_in_that_language(language: str, line: str) -> None:
    """Attributions are in the replier's zone, quotes stand where the program puts them, and 78 % of replies quote."""
    parent = replace(
        sent(MailPlan("t", OFFICE[1], OFFICE[0], (), BEGIN, language, "o")), body="One.\n\nTwo.\n\n-- \nAnne"
    )
    texts = []
    for name in ("thunderbird", "apple", "outlook"):
        client = client_of("s", replace(OFFICE[0], mail_client=name))
        for number in range(60):
            zone = ZoneInfo("Europe/Berlin")
            texts.append(
                quoted(
                    parent,
                    "My words.",
                    author="Anne O'Neil",
                    recipients="J G",
                    client=client,
                    language=language,
                    zone=zone,
                    rng=seeded_random("q", name, number),
                )
            )
    assert all("My words." in text for text in texts)
    assert 0.65 < sum(text != "My words." for text in texts) / len(texts) < 0.9
    assert any(f"{line}\n> One.\n>\n> Two.\n\nMy words." == text for text in texts)
    assert any(text.startswith(f"My words.\n\n{line}\n\n> One.") for text in texts)
    block = locale_of(language).bank["block"]
    assert any(f"\n{block['from']}: Anne O'Neil <p1@corp.example>\n" in text for text in texts)
