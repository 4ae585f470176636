# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Constraints on texts. Every check reports its own violation, and none in a text of any class and language."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.content import bodies
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.bodies import make_body, next_iteration
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.constraints import (
    CHECKS,
    TextFacts,
    violations,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.phrasing import Phrasing
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from builders.company import ANNA, NOW, OMAR, PEOPLE, WORLD, context

NAMES = frozenset({"the wiki", "Oakline", "Halden Systems", "Bluefin", "Tom", "Will", "support", "support hours"})
FACTS = TextFacts(
    now=datetime(2026, 3, 2, 15, 0),
    vocabulary=NAMES,
    firms=frozenset({"Oakline", "Halden Systems", "Bluefin"}),
    sender="Ann",
    recipients=frozenset({"Tom"}),
    closed="is closed",
    still_open="stay open",
    morning="Guten Morgen",
)
FORBIDDEN = [
    ("value_twice", "Moved from the wiki to the wiki", ()),
    ("value_twice", "The wiki replaces the wiki", ()),
    ("value_twice", "ATL-12 and ATL-12 are the same problem", ()),
    ("value_twice", "seit 12.03. bis 12.03. geschlossen", ()),
    ("value_twice", "we agreed on 12 instead of 12", (("count", "12"), ("count", "12"))),
    ("value_twice", "5 of 5", (("n", "5"), ("count", "5"))),
    ("doubled_stop", "Das gilt bis zum 12.03..", ()),
    ("lowered_name", "oakline charges extra", (("vendor", "Oakline"),)),
    ("lowered_name", "the rest is with halden Systems", ()),
    ("lowered_name", "ask will about it", (("colleague", "Will"),)),
    ("recipient_in_third_person", "I asked Tom about it.", ()),
    ("recipient_in_third_person", "Tom's list is newer.", ()),
    ("recipient_in_third_person", "Ann has the key.", (("colleague", "Ann"),)),
    ("time_has_passed", "I am around until 10:00.", (("later", "10:00"),)),
    ("time_has_passed", "fico até 9h30.", (("later2", "9h30"),)),
    ("time_has_passed", "load was 3 at 17:00", (("earlier", "17:00"),)),
    ("time_has_passed", "between 13:30 and lunch", (("morning", "13:30"),)),
    ("morning_is_over", "Guten Morgen Jana,", ()),
    ("ticket_closed_and_open", "ATL-12 is closed. ATL-12 can stay open until Friday.", ()),
]
FINE = [
    "Moved from the wiki to Bluefin. The wiki is slow.",
    "Will will ask support for the support hours",
    "Bis zum 12.03. warten...",
    "Hi Tom,\n\nthanks Tom!\n\nOakline is paid.\n\nAnn",
    "See /srv/bluefin/oakline-x and mail info@oakline.example, bluefin-01 has it.",
    "ATL-12 is closed. ATL-13 can stay open until Friday.",
    "- ATL-12\n- ATL-12",
]
LANGUAGES = ("en", "de")
PATHS = {ContentClass.TODO: ("TODO.md",), ContentClass.SCRIPT: ("s.sh", "s.py")}


@pytest.mark.parametrize(("check", "text", "fillings"), FORBIDDEN)
def test_a_check_objects_to_what_it_is_for(check: str, text: str, fillings: tuple[tuple[str, str], ...]) -> None:
    found = violations(text, replace(FACTS, fillings=fillings))
    assert {violation.check for violation in found} == {check} and found[0].words


def test_every_check_has_a_case() -> None:
    assert {check.__name__ for check in CHECKS} == {case[0] for case in FORBIDDEN}


@pytest.mark.parametrize("text", FINE)
def test_nothing_else_is_objected_to(text: str) -> None:
    assert violations(text, FACTS) == [] == violations(text, TextFacts())


@pytest.mark.parametrize("count", [pytest.param(25, id="some"), pytest.param(150, id="many", marks=pytest.mark.slow)])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("content_class", bodies.classes_of("user"))
def test_no_text_at_any_age_says_what_is_forbidden(content_class: ContentClass, language: str, count: int) -> None:
    """Files of three people and their versions of nine more days: 2,000 texts, in the slow run 12,000."""
    found = []
    for number in range(count):
        persona = replace(PEOPLE[number % 3], language=language)
        topic = ("bluefin-offer.md", "supplier-list.md", f"{WORLD.vendors[0].split()[0].lower()}-call.md", "x.txt")
        paths = PATHS.get(content_class, topic)
        path = paths[number % len(paths)]
        rng, text = seeded_random("forbidden", content_class, language, number), ""
        for day in range(10):
            now = NOW + timedelta(days=day, hours=number % 9)
            here = context(path, now)
            text = (
                next_iteration(content_class, persona, text, rng, here)
                if day
                else make_body(content_class, persona, rng, here)
            )
            said = "\n".join(re.findall(r"(?m)^# .*", text)) if content_class is ContentClass.SCRIPT else text
            facts = Phrasing(WORLD, persona, now, rng, language=language).facts()
            found += [(violation, text) for violation in violations(said, facts)]
    assert found == []


@pytest.mark.parametrize(("hour", "expected"), [(8, range(8, 18)), (14, range(14, 18)), (19, range(0))])
def test_a_meeting_of_today_is_still_to_come(hour: int, expected: range) -> None:
    """At the end of the day, no meeting is written down."""
    now = NOW.replace(hour=hour)
    voice = Phrasing(WORLD, ANNA, now, seeded_random("later"))
    said = [voice.phrase(["take {colleague} along at {later}"]) for _turn in range(200)]
    hours = {int(re.findall(r"at (\d+):\d\d", text)[0]) for text in said if text}
    assert hours <= set(expected) and bool(hours) == bool(expected)
    measured = [voice.phrase(["load was 3 at {earlier}"]) for _turn in range(200)]
    assert {int(re.findall(r"at (\d+):", text)[0]) for text in measured if text} <= set(range(8, hour + 1))


def test_a_line_and_what_is_put_behind_it_are_one_sentence() -> None:
    voice = Phrasing(WORLD, OMAR, NOW, seeded_random("behind"))
    for _turn in range(100):
        vendor = voice.fill("{vendor}")
        aside = voice.phrase(["({vendor} confirmed)"], behind=f"{vendor} sends the list")
        assert aside and vendor not in aside and vendor not in voice.fill("({vendor} agrees)", behind=vendor)
