# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages as mail programs write them.

They parse without defects, have complete References, and follow the format of their program.
"""

from __future__ import annotations

import re
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.corpora import load
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail import message
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.clients import client_of
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.records import MailClient, MailPlan
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import DeckyFacts
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import SentMail
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.validation import parse_personas
from builders.office import OFFICE

TEXTS = {
    "en": "Hi Tom,\n\nthe list is ready. Could you look at the last lines before Friday, as they do not add up for me?"
    "\n\n- one\n- two\n\nAnne",
    "de": "Hallo Jürgen,\n\nschöne Grüße aus der Buchhaltung, die Prüfung läuft über die Straße und dauert "
    "länger, als wir zuerst dachten.\n\nViele Grüße",
    "fr": "Bonjour Zoë,\n\nça marche très bien, l'été dernier c'était déjà prévu.\n\n"
    "> À bientôt, a écrit quelqu'un\n> encore\n\nMerci !",
    "es": "Hola:\n\n¿puedes revisar el año pasado? ¡Gracias!\n\nFrom nowhere this line starts\n\n-- \nJosé",
}
CLIENTS = sorted(load("mail_clients"))


def client(name: str) -> MailClient:
    [persona] = parse_personas(
        [{"name": "A B", "email": "a@b.example", "mail_client": load("mail_clients")[name]["names"][0]}], "t"
    )
    return client_of("s", persona)


def plan(
    language: str = "en", parent: SentMail | None = None, activity_time: str = "o1", sender: Persona = OFFICE[0]
) -> MailPlan:
    moment = datetime(2026, 3, 5, 14, 7, 33, 250_000, ZoneInfo(sender.timezone))
    return MailPlan("p0-abc234", sender, OFFICE[2], (OFFICE[3],), moment, language, activity_time, parent)


def parent(depth: int = 1) -> SentMail:
    chain = tuple(f"id{number}.abcdefghijklmnopqrst@corp.example" for number in range(depth))
    return SentMail(
        "last@corp.example",
        "p0-abc234",
        chain[-1] if chain else None,
        chain,
        "p2@corp.example",
        "p0@corp.example",
        (),
        "s",
        "en",
        datetime(2026, 3, 5, 9, 0, tzinfo=ZoneInfo("Europe/Madrid")),
    )


DELIVERY = message.Delivery(
    datetime(2026, 3, 5, 13, 7, 33, 700_000, tzinfo=ZoneInfo("UTC")), 4711, "gYw/NhWsBWs8AgAA5uMCkw", 1, True
)
HOST = message.MailHost.of(DeckyFacts("mail-01", "Europe/Berlin", running=("dovecot",)), "corp.example")


@pytest.mark.parametrize("name", CLIENTS)
@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_message_reads_back_as_it_was_meant(name: str, language: str) -> None:
    subject = "Rückfrage zur Größe der Straße, und warum dieser Betreff länger ist als eine Zeile es je sein dürfte"
    made = message.build("s", plan(language, parent(6)), subject, TEXTS[language], client(name), HOST)
    raw, delivered = made.received_by(OFFICE[2], DELIVERY), made.transported
    read = message_from_bytes(raw, policy=policy.default)
    assert read.defects == [] and [part.defects for part in read.values() if part.defects] == []
    assert read["Subject"].rpartition(": ")[2] == subject
    assert (
        read["From"].addresses[0].display_name == OFFICE[0].name
        and read["Cc"].addresses[0].addr_spec == OFFICE[3].email
    )
    assert read["Message-ID"] == f"<{made.id}>" and read["In-Reply-To"] == "<last@corp.example>"
    assert read["References"].split() == [f"<{item}>" for item in (*parent(6).references, "last@corp.example")]
    assert raw.lower().count(b"mime-version:") == 1
    assert parsedate_to_datetime(read["Date"]).isoformat() == "2026-03-05T14:07:33+01:00"
    assert 0 <= (delivered - made.date).total_seconds() <= 2
    head, _empty, _body = raw.partition(b"\n\n")
    assert head.isascii() and max(len(line) for line in head.split(b"\n")) <= 100 and b"\r" not in raw
    assert b"base64" not in read["Content-Transfer-Encoding"].encode()


@pytest.mark.parametrize("name", CLIENTS)
@pytest.mark.parametrize("language", sorted(TEXTS))
def test_the_text_survives_its_encoding(name: str, language: str) -> None:
    """The words and their order stay; each program breaks lines in its own way."""
    read = message_from_bytes(
        message.build("s", plan(language), "x", TEXTS[language], client(name), HOST).sent, policy=policy.default
    )
    text = read.get_content()
    if client(name).text == "flowed":
        assert "\n-- \n" in text if "-- " in TEXTS[language] else True
        text = re.sub(r"(?m)^ ", "", re.sub(r"(?<!^--) \n(?!>)", " ", text))
    assert text.split() == TEXTS[language].split()
    payload = read.get_payload()
    assert isinstance(payload, str)
    assert max(len(line) for line in payload.split("\n")) <= 998


@pytest.mark.parametrize("name", CLIENTS)
def test_a_program_always_speaks_as_itself(name: str) -> None:
    """The header names the program, the Message-ID has its format, and no header is of another program."""
    shapes = {
        "uuid": r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
        "upper": r"[0-9A-F]{8}-[0-9A-F-]{27}",
        "outlook": r"[0-9a-f]{12}\$[0-9a-f]{8}\$[0-9a-f]{8}\$",
        "mutt": r"Z[A-Za-z0-9_-]{15}",
        "evolution": r"[0-9a-f]{40}\.camel",
        "roundcube": r"[0-9a-f]{32}",
    }
    chosen = client(name)
    made = message.build("s", plan(), "x", "Hello", chosen, HOST)
    read = message_from_bytes(made.sent, policy=policy.default)
    assert re.fullmatch(shapes[chosen.message_id] + "@corp.example", made.id)
    assert read[chosen.header] == chosen.banner
    assert ("Thread-Index" in read) is (name == "outlook")
    other = message.build("s", plan(activity_time="o2"), "x", "Hello", chosen, HOST)
    assert other.id != made.id


@pytest.mark.parametrize(
    ("running", "wanted", "absent"),
    [
        (("master",), b"(Postfix) with ESMTPSA", b"LMTP"),
        (("exim4",), b"(Exim 4.96)", b"Postfix"),
        (("dovecot",), b"with LMTP", b"Exim"),
    ],
)
def test_the_way_of_a_mail_is_that_of_its_host(running: tuple[str, ...], wanted: bytes, absent: bytes) -> None:
    host = message.MailHost.of(DeckyFacts("mail-01", "Europe/Berlin", running=running), "corp.example")
    made = message.build("s", plan(), "x", "Hello", client("mutt"), host)
    raw = made.received_by(OFFICE[2], DELIVERY)
    assert wanted in raw and absent not in raw and b"mail-01.corp.example" in raw
    assert b"Received" not in made.sent and b"Return-Path: <p0@corp.example>" in raw
    stamps = re.findall(rb"; (?:\n\t)?(\w{3}, .*?[+-]\d{4})", raw.replace(b";\n\t", b"; "))
    assert stamps and all(
        0 <= (parsedate_to_datetime(stamp.decode()) - made.date).total_seconds() <= 2 for stamp in stamps
    )
