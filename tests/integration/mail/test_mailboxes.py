# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mailboxes after thirty days, as an intruder's mail client shows them.

Threads are complete, dates are consistent, and flags are plausible.
"""

from __future__ import annotations

import poplib
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from imapclient import IMAPClient

from .conftest import DAYS, FIRST, PASSWORD, PEOPLE, Office

LOGINS = [person["login"] for person in PEOPLE]


def ledger(office: Office, query: str, *values: Any) -> list[Any]:
    with sqlite3.connect(office.ledger) as connection:
        return connection.execute(query, values).fetchall()


@pytest.fixture(params=LOGINS)
def mailbox(request: pytest.FixtureRequest, office: Office) -> Iterator[tuple[str, IMAPClient]]:
    """The account of each person in turn, over IMAP."""
    with IMAPClient(office.address, ssl=False, timeout=300) as client:
        client.login(request.param, PASSWORD)
        yield request.param, client


def fetched(client: IMAPClient, folder: str) -> list[dict[bytes, Any]]:
    client.select_folder(folder, readonly=True)
    found = client.search()
    client.normalise_times = False
    return list(client.fetch(found, ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"]).values()) if found else []


def test_there_is_a_months_correspondence(office: Office) -> None:
    [(mails, threads)] = ledger(office, "select count(*), count(distinct thread_id) from emails")
    assert mails > 100 and threads > 30
    assert ledger(office, "select count(*) from events where action = 'email:send' and status != 'done'") == [(0,)]
    assert ledger(
        office, "select count(*) from events where topic = 'orchestrator.email.mail-01' and action = 'email:send'"
    ) == [(mails,)]
    assert {language for (language,) in ledger(office, "select distinct language from emails")} == {"de", "en"}


def test_a_mailbox_matches_the_ledger(office: Office, mailbox: tuple[str, IMAPClient]) -> None:
    login, client = mailbox
    address = next(person["email"] for person in PEOPLE if person["login"] == login)
    received = {parsed(mail)["Message-ID"] for mail in fetched(client, "INBOX")}
    written = {parsed(mail)["Message-ID"] for mail in fetched(client, "Sent")}
    mine = ledger(office, "select message_id, sender, recipient, cc from emails")
    assert received == {f"<{identity}>" for identity, _from, to, cc in mine if address == to or address in cc}
    assert written == {f"<{identity}>" for identity, sender, _to, _cc in mine if sender == address}


def parsed(mail: dict[bytes, Any]) -> Any:
    return message_from_bytes(mail[b"BODY[]"], policy=policy.default)


def test_every_thread_is_complete_and_its_dates_ascend(office: Office) -> None:
    """Every id in In-Reply-To and References belongs to an existing, older mail."""
    sent = dict(ledger(office, "select message_id, sent_at from emails"))
    with_parent = 0
    for login in LOGINS:
        with IMAPClient(office.address, ssl=False, timeout=300) as client:
            client.login(login, PASSWORD)
            for mail in [*fetched(client, "INBOX"), *fetched(client, "Sent")]:
                read = parsed(mail)
                chain = [item.strip("<>") for item in (read["References"] or "").split()]
                if chain:
                    with_parent += 1
                    assert read["In-Reply-To"] == f"<{chain[-1]}>"
                    moments = [sent[item] for item in (*chain, read["Message-ID"].strip("<>"))]
                    assert moments == sorted(set(moments))
    assert with_parent > 60


def test_dates_agree(mailbox: tuple[str, IMAPClient]) -> None:
    """INTERNALDATE is Date or shortly after it, every Received is between them, and none is in the future."""
    _login, client = mailbox
    for folder in ("INBOX", "Sent"):
        for mail in fetched(client, folder):
            read = parsed(mail)
            date = parsedate_to_datetime(read["Date"])
            assert 0 <= (mail[b"INTERNALDATE"] - date).total_seconds() <= 2
            assert FIRST - timedelta(days=2) < date < FIRST + timedelta(days=DAYS + 1)
            for line in read.get_all("Received", []):
                assert 0 <= (parsedate_to_datetime(str(line).rpartition(";")[2].strip()) - date).total_seconds() <= 2
            assert bool(read.get_all("Received")) is (folder == "INBOX")


def test_flags_are_those_of_people_who_read_and_answer(office: Office, mailbox: tuple[str, IMAPClient]) -> None:
    login, client = mailbox
    address = next(person["email"] for person in PEOPLE if person["login"] == login)
    answered = {
        f"<{parent}>"
        for (parent,) in ledger(
            office, "select in_reply_to from emails where sender = ? and in_reply_to is not null", address
        )
    }
    mails = fetched(client, "INBOX")
    old = FIRST + timedelta(days=DAYS - 6)
    unread = 0
    for mail in mails:
        read, flags = parsed(mail), set(mail[b"FLAGS"]) - {b"\\Recent"}
        assert (b"\\Answered" in flags) is (read["Message-ID"] in answered), read["Subject"]
        assert b"\\Seen" in flags or b"\\Answered" not in flags
        unread += b"\\Seen" not in flags and mail[b"INTERNALDATE"].astimezone(timezone.utc) < old
    assert unread <= max(2, len(mails) // 6)
    assert all(b"\\Seen" in mail[b"FLAGS"] for mail in fetched(client, "Sent"))


def test_the_server_groups_threads_as_the_ledger_does(office: Office, mailbox: tuple[str, IMAPClient]) -> None:
    """THREAD REFERENCES runs over a mailbox with received and sent mail."""
    login, client = mailbox
    for folder in ("INBOX", "Sent"):
        client.select_folder(folder, readonly=True)
        names = {
            uid: parsed(mail)["Message-ID"].strip("<>")
            for uid, mail in client.fetch(client.search(), ["BODY.PEEK[]"]).items()
        }
        threads = dict(ledger(office, "select message_id, thread_id from emails"))
        ours = defaultdict(set)
        for identity in names.values():
            ours[threads[identity]].add(identity)
        grouped = [{names[uid] for uid in flat(group)} for group in client.thread("REFERENCES", charset="UTF-8")]
        assert sorted(map(sorted, grouped)) == sorted(map(sorted, ours.values())), (login, folder)


def flat(group: Any) -> list[int]:
    return [uid for part in group for uid in (flat(part) if isinstance(part, tuple) else [part])]


def test_search_finds_by_sender_subject_and_state(office: Office, mailbox: tuple[str, IMAPClient]) -> None:
    _login, client = mailbox
    mails = fetched(client, "INBOX")
    for criteria, matches in (
        (["FROM", "anna.berg@corp.example"], lambda mail: "anna.berg@" in str(parsed(mail)["From"])),
        (["UNSEEN"], lambda mail: b"\\Seen" not in mail[b"FLAGS"]),
        (
            ["SINCE", datetime(2026, 3, 16).date()],
            lambda mail: mail[b"INTERNALDATE"].date() >= datetime(2026, 3, 16).date(),
        ),
    ):
        assert len(client.search(criteria)) == sum(map(matches, mails)), criteria


def test_pop3_gives_the_same_mails(office: Office) -> None:
    for login in LOGINS[:2]:
        box = poplib.POP3(office.address, timeout=300)
        try:
            box.user(login)
            box.pass_(PASSWORD)
            count, _size = box.stat()
            raw = b"\n".join(box.retr(1)[1])
            with IMAPClient(office.address, ssl=False, timeout=300) as client:
                client.login(login, PASSWORD)
                mails = fetched(client, "INBOX")
        finally:
            box.quit()
        assert count == len(mails)
        assert message_from_bytes(raw, policy=policy.default)["Message-ID"] in {
            parsed(mail)["Message-ID"] for mail in mails
        }


def test_only_the_owner_can_read_the_files(office: Office) -> None:
    listing = office.sh(
        "mail-01", "find /home/*/Maildir -type f -name '*.mail-01,S=*' -printf '%u %m %s %T@ %p\\n'"
    ).splitlines()
    assert len(listing) > 200
    for line in listing:
        owner, mode, size, mtime, path = line.split(" ", 4)
        assert path.startswith(f"/home/{owner}/Maildir/") and mode == "600"
        name = path.rpartition("/")[2]
        assert int(float(mtime)) == int(name.split(".")[0]) and not re.search(r"\.0+$", mtime)
        assert f"S={size}," in name
    folders = office.sh("mail-01", "find /home/*/Maildir -type d -printf '%u %m %p\\n'").splitlines()
    assert {(line.split()[1], line.split()[0] == line.split()[2].split("/")[2]) for line in folders} == {("700", True)}


def test_nothing_names_the_machinery(office: Office) -> None:
    assert (
        office.sh(
            "mail-01", "grep -rliE 'decnet|ansible|realism|honeypot' /home /var/log /var/mail 2>/dev/null || true"
        )
        == ""
    )
