# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The delivery of mail on its host.

Header, file name and log agree, in the formats of Dovecot and Postfix.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.pids import ProcessNumbers
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail import delivery, message
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.clients import client_of
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.maildir import maildir_copies
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.records import MailPlan
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Account, Decky, DeckyFacts
from builders.office import OFFICE

TO = [OFFICE[2], OFFICE[3]]


def taken_in(
    *running: str, alone: bool = False
) -> tuple[message.Message, dict[str, message.Delivery], list[delivery.Said], list[str]]:
    """A mail on a host with these processes: the message, its deliveries, the log, and the paths of the copies."""
    accounts = tuple(
        Account(person.login, 1000 + index, 1000 + index, f"/home/{person.login}")
        for index, person in enumerate(OFFICE)
    )
    facts = DeckyFacts("mail-01", "Europe/Berlin", running=running, accounts=accounts)
    decky = Decky("mail-01", facts, tuple(OFFICE), ("imap",))
    numbers = ProcessNumbers("s", decky, ())
    moment = datetime(2026, 3, 5, 14, 7, 33, tzinfo=ZoneInfo(OFFICE[0].timezone))
    meant = MailPlan("p0-abc234", OFFICE[0], TO[0], () if alone else (TO[1],), moment, "en", "o1", None)
    made = message.build(
        "s", meant, "x", "Hello", client_of("s", OFFICE[0]), message.MailHost.of(facts, "corp.example")
    )
    people = TO[:1] if alone else TO
    done = delivery.deliveries("s", numbers, made, people)
    said = delivery.log_lines("s", numbers, made, done, {person.login: person.email for person in people})
    copies = maildir_copies("s", decky, numbers, meant, made, delivered=done, flags={}, maildir="~/Maildir")
    return (
        made,
        done,
        said,
        [copy.path for copy in copies if "/.Sent/" not in copy.path] + [copy.content.decode() for copy in copies[:1]],
    )


def test_a_relay_hands_a_mail_over_once_for_all_of_a_host() -> None:
    made, done, said, (first, second, content) = taken_in("dovecot")
    a, b = (done[person.login] for person in TO)
    assert (
        first.rpartition("/")[2] == second.rpartition("/")[2] and f"P{a.process}." in first and a.session == b.session
    )
    assert [item.tag for item in said] == ["dovecot"] * 4
    pid = a.process
    shapes = [
        rf"lmtp\({pid}\): Connect from 10\.\d+\.\d+\.\d+",
        rf"lmtp\({TO[0].login}\)<{pid}><{re.escape(a.session)}>: msgid=<{re.escape(made.id)}>: saved mail to INBOX",
        rf"lmtp\({TO[1].login}\)<{pid}><{re.escape(a.session)}:R2>: msgid=<{re.escape(made.id)}>: saved mail to INBOX",
        rf"lmtp\({pid}\): Disconnect from 10\.\d+\.\d+\.\d+: Logged out \(state=READY\)",
    ]
    assert all(re.fullmatch(shape, item.text) for shape, item in zip(shapes, said, strict=True)), said
    assert [item.moment for item in said] == sorted(item.moment for item in said)
    assert said[0].moment < a.moment < said[1].moment and 0 <= (said[-1].moment - made.date).total_seconds() <= 2
    assert "Delivered-To" not in content and "\tfor <" not in content and f"\tid {a.session}\n" in content


def test_one_recipient_is_named() -> None:
    _made, done, said, (_path, content) = taken_in("dovecot", alone=True)
    assert (
        content.count(f"\tfor <{TO[0].email}>; ") == 2
        and f"Delivered-To: {TO[0].email}\n" in content
        and len(said) == 3
    )
    assert next(iter(done.values())).alone


def test_a_session_is_made_of_time_process_and_host() -> None:
    """The format was decoded from IDs of a real Dovecot; the last four bytes were of the SHA-1 of the host name."""
    _made, done, said, _found = taken_in("dovecot")
    one = next(iter(done.values()))
    raw = base64.b64decode(f"{one.session}==")
    nanoseconds, seconds, process = (int.from_bytes(raw[start : start + 4], "little") for start in (0, 4, 8))
    began = datetime.fromtimestamp(seconds, timezone.utc)
    assert (
        process == one.process
        and 0 <= nanoseconds < 10**9
        and raw[12:] == hashlib.sha1(b"mail-01.corp.example").digest()[-4:]
    )
    assert 0 <= (said[0].moment - began).total_seconds() - nanoseconds / 1e9 < 0.001


def test_postfix_starts_a_delivery_agent_for_each() -> None:
    made, done, said, (first, second, content) = taken_in("master", "dovecot")
    a, b = (done[person.login] for person in TO)
    assert b.process > a.process and a.session != b.session and first.rpartition("/")[2] != second.rpartition("/")[2]
    queued = re.findall(r"ESMTPSA id (\w+)", content)[0]
    text = [f"{item.tag}: {item.text}" for item in said]
    about = [line for line in text if queued in line]
    assert (
        len(about) == 6
        and sum("status=sent (delivered to command: /usr/lib/dovecot/dovecot-lda" in line for line in about) == 2
    )
    assert (
        sum(
            line.startswith("dovecot: lda(") and line.endswith(f"msgid=<{made.id}>: saved mail to INBOX")
            for line in text
        )
        == 2
    )
    assert re.match(r"postfix/submission/smtpd\[\d+\]: connect from unknown\[10\.", text[0]) and text[-1].endswith(
        f"{queued}: removed"
    )
    assert [item.moment for item in said] == sorted(item.moment for item in said)
    assert "X-Original-To" in content and "LMTP" not in content
    for line in about:
        if "delay=" in line:
            total, parts = re.findall(r"delay=([\d.]+), delays=([\d./]+)", line)[0]
            assert abs(float(total) - sum(map(float, parts.split("/")))) < 0.03


def test_exim_keeps_a_log_of_its_own() -> None:
    assert taken_in("exim4")[2] == []


@pytest.mark.parametrize("running", ["dovecot", "master"])
def test_nothing_of_it_changes_from_run_to_run(running: str) -> None:
    assert taken_in(running)[1:] == taken_in(running)[1:]
