# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The validation of pools: each fault is one sentence that names persona, field and way out."""

from __future__ import annotations

import json
from datetime import time
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import PersonaError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import ActiveHours, Persona
from ansible_collections.decnet.realism.plugins.plugin_utils.personas import schema
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.validation import parse_personas, survey

ANN = {"name": "Ann Lee", "email": "ann@corp.example"}
BOB = {"name": "Bob Roe", "email": "bob@corp.example"}


class Tagged(str):
    """A text as Ansible passes it: a subclass, so that ``type(x) is str`` is False."""


class TaggedInt(int):
    """A number as Ansible passes it."""


def read(**fields: Any) -> Persona:
    return parse_personas([{**ANN, **fields}], "inventory")[0]


def test_the_least_persona_is_complete() -> None:
    assert read() == Persona("Ann Lee", "ann@corp.example", "ann", "employee")


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("name", "  Ann   Lee ", "Ann Lee"),
        ("login", "ann_lee", "ann_lee"),
        ("login", "ann.lee", "ann.lee"),
        ("language", "pt-br", "pt-BR"),
        ("language", "zh-hant-TW", "zh-Hant-TW"),
        ("timezone", "Europe/Madrid", "Europe/Madrid"),
        ("active_hours", "22:00-06:00", ActiveHours(time(22), time(6))),
        ("weekdays", ["mon", "Wed", "friday"], (0, 2, 4)),
        ("weekdays", [6, 0, 0], (0, 6)),
        ("weekdays", "mon-fri", (0, 1, 2, 3, 4)),
        ("weekdays", "sat-mon, thu", (0, 3, 5, 6)),
        ("weekdays", ["tue-thu", "sun"], (1, 2, 3, 6)),
        ("weekdays", [TaggedInt(2)], (2,)),
        ("mannerisms", ["says cheers"], ("says cheers",)),
        ("reply_latency", "slow", "slow"),
        ("uses_llms_heavily", "yes", True),
        ("signature", "Ann\nCorp", "Ann\nCorp"),
        ("mail_client", None, None),
        ("country", "de", "DE"),
        ("country", None, None),
        ("email", "a.b+c@mail.corp-one.example", "a.b+c@mail.corp-one.example"),
    ],
)
def test_what_is_understood(field: str, given: Any, kept: Any) -> None:
    value = getattr(read(**{"login": "ann", field: given}), field)
    assert value == kept
    assert type(value) is type(kept)


def test_tagged_texts_become_plain() -> None:
    person = parse_personas([{Tagged(key): Tagged(value) for key, value in ANN.items()}], "x")[0]
    assert {type(person.name), type(person.email), type(person.login)} == {str}


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("name", "", "name is empty"),
        ("name", 7, "not a text"),
        ("name", "Ann\x1b[31m", r"U\+001B"),
        ("email", "ann", "name@domain"),
        ("email", "ann@corp", "name@domain"),
        ("email", "ann..lee@corp.example", "name@domain"),
        ("email", "ann@corp.example\nBcc: x@y.example", r"U\+000A"),
        ("email", "a" * 65 + "@corp.example", "name@domain"),
        ("email", "Ann.Lee@corp.example", "login is not set.*set login"),
        ("login", "../etc", "Unix login"),
        ("login", ".ann", "Unix login"),
        ("login", "Ann", "Unix login"),
        ("login", "x" * 33, "Unix login"),
        ("role", ["dba"], "not a text"),
        ("tone", "x" * 1001, "1001 characters"),
        ("tone", "\ud800", r"U\+D800"),
        ("mannerisms", "says cheers", "not a list"),
        ("mannerisms", ["x"] * 51, "not a list"),
        ("mannerisms", [None], "not a text"),
        ("language", False, "YAML"),
        ("language", "english", "language tag"),
        ("language", "en_GB", "language tag"),
        ("country", "UK", "ISO 3166"),
        ("country", "Germany", "ISO 3166"),
        ("country", False, "YAML"),
        ("timezone", "Mars/Base", "IANA"),
        ("timezone", "Europe", "IANA"),
        ("timezone", "../../etc/passwd", "IANA"),
        ("active_hours", "9-5", "HH:MM-HH:MM"),
        ("active_hours", "09:00-09:00", "HH:MM-HH:MM"),
        ("active_hours", 540, "HH:MM-HH:MM"),
        ("weekdays", [], "at least one day"),
        ("weekdays", [7], "not a weekday"),
        ("weekdays", [True], "not a weekday"),
        ("weekdays", ["someday"], "not a weekday"),
        ("weekdays", "mon-", "not a weekday"),
        ("weekdays", 3.5, "not a weekday"),
        ("reply_latency", "instant", "fast, normal or slow"),
        ("uses_llms_heavily", 1, "true or false"),
        ("signature", "\x00", r"U\+0000"),
        ("timzone", "Etc/UTC", "timezone"),
        ("activehours", "09:00-17:00", "active_hours"),
    ],
)
def test_each_error_is_one_sentence_that_names_source_persona_and_field(field: str, given: Any, said: str) -> None:
    entry = {**ANN, field: given}
    with pytest.raises(PersonaError, match=said) as caught:
        parse_personas([BOB, entry], "pool.yml")
    message = str(caught.value)
    assert message.startswith("pool.yml: persona 2")
    assert field in message or field == "email"
    assert "\n" not in message and len(message) < 400
    if field != "name":
        assert "(Ann Lee)" in message


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "not a list"),
        ("ann", "not a list"),
        ({"personas": []}, "not a list"),
        ([None], "not a mapping"),
        (["ann"], "not a mapping"),
        ([{"email": "ann@corp.example"}], "name is missing"),
        ([{"name": "Ann Lee", "email": None}], "email is missing"),
        (
            [ANN, {**BOB, "email": "ann@corp.example", "login": "bob"}],
            r"persona 2 \(Bob Roe\): email .*persona 1 \(Ann Lee\)",
        ),
        ([ANN, {**BOB, "email": "ANN@corp.example", "login": "bob"}], "email .*persona 1"),
        ([ANN, {**BOB, "login": "ann"}], "login 'ann' is also that of persona 1"),
        ([ANN] * 501, "more than the limit of 500"),
    ],
)
def test_a_pool_that_is_none(data: Any, said: str) -> None:
    with pytest.raises(PersonaError, match=said):
        parse_personas(data, "pool.yml")


def test_all_faults_of_a_pool_are_reported_at_once_one_sentence_each() -> None:
    pool = [
        {**ANN, "timezone": "Mars/Base", "langauge": "en", "login": "../x"},
        BOB,
        {"email": "cid@corp", "weekdays": ["mon", "someday"]},
        {**BOB, "name": "Bobby Roe"},
        7,
    ]
    expected = [
        "persona 1 (Ann Lee): langauge is not a field of a persona; the closest is language; correct or remove it",
        "persona 1 (Ann Lee): timezone 'Mars/Base' is not a time zone; write an IANA name such as Europe/Madrid",
        "persona 1 (Ann Lee): login '../x' is not a Unix login; use up to 32 of a-z, 0-9, dot, dash and underscore, "
        "the first a letter or underscore",
        "persona 3: name is missing; every persona needs one",
        "persona 3: email 'cid@corp' is not an address; write it as name@domain.example",
        "persona 3: weekdays 'someday' is not a weekday; name at least one day, in a list such as [mon, tue], "
        "a span such as mon-fri, or a number from 0 (Monday) to 6",
        "persona 4 (Bobby Roe): login 'bob' is also that of persona 2 (Bob Roe); set a different login",
        "persona 4 (Bobby Roe): email 'bob@corp.example' is also that of persona 2 (Bob Roe); set a different email",
        "persona 5 is 7, which is not a mapping; write it with name and email",
    ]
    with pytest.raises(PersonaError) as caught:
        parse_personas(pool, "pool.yml")
    assert str(caught.value).removeprefix("pool.yml: ").split(" | ") == expected
    found = survey(pool, "pool.yml")
    assert found.problems == tuple(f"pool.yml: {sentence}" for sentence in expected)
    assert [person.login for person in found.good] == ["bob"] and found.bad == 4


def test_a_message_counts_the_faults_that_it_has_no_room_for() -> None:
    with pytest.raises(PersonaError, match=r"persona 20 \(x\): .* \| and 30 more faults$"):
        parse_personas([{"name": "x"}] * 50, "pool.yml")


def test_a_hostile_value_is_shown_short_and_never_unfolded() -> None:
    """A file of one kilobyte can hold a list that exceeds the memory once expanded, or one that contains itself."""
    bomb: list[Any] = ["x"]
    for _level in range(40):
        bomb = [bomb] * 10
    loop: list[Any] = []
    loop.append(loop)
    found = survey([{**ANN, "mannerisms": bomb, "weekdays": loop, "tone": {"a": bomb}, "role": bomb}], "pool.yml")
    assert len(found.problems) == 4
    assert max(map(len, found.problems)) < 300


def test_a_field_that_is_none_is_shown_on_one_line() -> None:
    found = survey([{**ANN, "tim\nzone\x1b[31m": 1, **{f"field {number}": 1 for number in range(1000)}}], "pool.yml")
    assert len(found.problems) == 20 and not any("\n" in problem for problem in found.problems)
    [problem] = survey([{**ANN, "tim\nzone\x1b[31m": 1}], "pool.yml").problems
    assert "timzone[31m is not a field of a persona; the closest is timezone" in problem


def test_without_the_library_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MISSING", "jsonschema")
    schema._validator.cache_clear()
    with pytest.raises(PersonaError, match="Python package jsonschema; install it on the controller"):
        read()


def test_a_controller_without_time_zone_data_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(key: str) -> None:
        raise KeyError(key)

    monkeypatch.setattr(schema, "ZoneInfo", none)
    with pytest.raises(PersonaError, match="install the package tzdata"):
        read(timezone="Europe/Madrid")


def test_what_is_exported_reads_back_the_same() -> None:
    person = read(
        mannerisms=["x"], weekdays="fri-sun", active_hours="22:00-06:00", signature="A\nB", role="dba", language="pt-BR"
    )
    assert parse_personas(json.loads(json.dumps([person.to_dict()])), "x") == (person,)
