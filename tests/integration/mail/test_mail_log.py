# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mail log of a host that runs Dovecot and rsyslogd.

The lines of synthetic deliveries have the format of Dovecot's lines and are in order among them.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger

from ..aging.conftest import Fleet
from ..conditions import wait_until
from .conftest import PEOPLE, start

NAME = f"decoy-mail-log-{os.getpid()}"
LOGS = ("/var/log/mail.log", "/var/log/syslog")
#: The host starts at noon of a Tuesday, mail is dripped in the evening, and the logs end later.
STARTED = datetime(2026, 3, 3, 12, 0, 11, tzinfo=timezone.utc)
NOW = STARTED + timedelta(hours=7)
LATER = STARTED + timedelta(hours=10)
#: Delivers a mail for two recipients as a relay does.
HAND_OVER = r"""exec 3<>/dev/tcp/127.0.0.1/24
say() { printf '%s\r\n' "$1" >&3; sleep 0.1; }
say 'LHLO mx.corp.example'; say 'MAIL FROM:<ed@corp.example>'
say 'RCPT TO:<anna@corp.example>'; say 'RCPT TO:<zoe@corp.example>'; say DATA
say 'Message-ID: <real@corp.example>'; say 'Subject: real'; say ''; say 'Hello'; say .; say QUIT
timeout 120 cat <&3 > /dev/null"""


def sh(script: str) -> str:
    return subprocess.run(
        ["docker", "exec", NAME, "bash", "-c", script], check=True, capture_output=True, text=True, timeout=900
    ).stdout


def lines_of(log: str) -> list[str]:
    return sh(f"cat {log}").splitlines()


def wait_for_lines(log: str, condition: Callable[[list[str]], bool], what: str) -> None:
    """Waits until the lines of a log fulfil the condition."""
    wait_until(lambda: condition(lines_of(log)), f"{log} has {what}", found=lambda: sh(f"tail -n 40 {log}"))


def freeze(fleet: Fleet) -> None:
    """Sets the start of the host to STARTED, in its facts and in its logs.

    A container starts at the hour of the test, and the amount of mail depends on the hour.
    """
    fleet.results([{"decnet.realism.decoy_facts": {}}], decoy_now=NOW.isoformat())
    with open_ledger(str(fleet.ledger)) as ledger:
        facts = ledger.get_facts("mail-01", timedelta(hours=1), NOW)
        assert facts
        began = datetime.fromisoformat(facts["started_at"])
        ledger.put_facts("mail-01", {**facts, "started_at": STARTED.isoformat()}, NOW)
    for log in LOGS:
        text = ""
        for line in lines_of(log):
            stamp, _blank, rest = line.partition(" ")
            moment = datetime.fromisoformat(stamp) - began + STARTED
            text += f"{moment.isoformat(timespec='microseconds')} {rest}\n"
        text += f"{LATER.isoformat(timespec='microseconds')} mail-01 dovecot: master: Warning: reloaded\n"
        # The file keeps its inode, because its daemon has it open.
        write = ["docker", "exec", "-i", NAME, "sh", "-c", f"cat > {log}"]
        subprocess.run(write, input=text, check=True, text=True, capture_output=True)


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Fleet]:
    """A mail decky that received a real mail. Its logs have a line that is later than any mail."""
    try:
        start("--mail", NAME)
        sh(HAND_OVER)
        for log in LOGS:
            wait_for_lines(
                log, lambda lines: sum("lmtp(" in line for line in lines) == 4, "the four lines of the real mail"
            )
        made = Fleet(tmp_path, {"mail-01": {"ansible_host": NAME}})
        people = [{**person, "active_hours": "00:01-00:00", "weekdays": "mon-sun"} for person in PEOPLE]
        made.variables |= {"decoy_personas": people, "decoy_services": ["imap", "pop3"], "decoy_rate": 6}
        freeze(made)
        yield made
    finally:
        subprocess.run(["docker", "rm", "-f", NAME], check=False, capture_output=True)


def shape(line: str) -> str:
    """A line without the parts that differ from mail to mail."""
    text = line.partition(" dovecot: ")[2]
    text = re.sub(r"msgid=<[^>]+>", "msgid", re.sub(r"<[A-Za-z0-9+/]{22}(:R\d+)?>", r"<session\1>", text))
    return re.sub(
        r"lmtp\([a-z]+\)",
        "lmtp(login)",
        re.sub(r"\d+\.\d+\.\d+\.\d+", "address", re.sub(r"(?<=[(<])\d+(?=[)>])", "pid", text)),
    )


def saved(log: str, real: set[str]) -> dict[tuple[str, str, str], str]:
    """The sessions of synthetic deliveries by login, process and Message-ID.

    Asserts that the log is in order and has no line that Dovecot does not write.
    """
    lines = [line for line in lines_of(log) if " dovecot: " in line]
    assert lines == sorted(lines), log
    ours = [line for line in lines if "lmtp(" in line and "real@" not in line]
    assert {shape(line) for line in ours if not re.search(r":R[3-9]>", line)} <= real
    delivered = re.findall(
        r"lmtp\((\w+)\)<(\d+)><([^:>]+)(?::R\d+)?>: msgid=<([^>]+)>: saved mail to INBOX", "\n".join(ours)
    )
    return {(login, process, identity): session for login, process, session, identity in delivered}


def test_deliveries_are_in_the_mail_log_as_dovecot_writes_them(fleet: Fleet) -> None:
    inodes = sh(f"stat -c %i {' '.join(LOGS)}")
    real = {shape(line) for line in lines_of("/var/log/mail.log") if "lmtp(" in line}
    assert len(real) == 4
    # Some of these mails are older than the start of the host, some are newer.
    answer = fleet.play([{"decnet.realism.decoy_email_drip": {"now": NOW.isoformat(), "while_occupied": "ignore"}}])
    assert answer["rc"] == 0
    assert sh(f"stat -c %i {' '.join(LOGS)}") == inodes
    copies = sh("find /home -path '*/Maildir/new/*' -o -path '*/Maildir/cur/*' | grep -v /.Sent/").split()
    found = {}
    for path in copies:
        text = sh(f"head -c 3000 '{path}'")
        [identity, *_quoted] = re.findall(r"(?im)^Message-ID:\s*<([^>]+)>", text)
        if identity != "real@corp.example":
            found[path.split("/")[2], re.findall(r"P(\d+)\.", path)[0], identity] = re.findall(r"\tid (\S+)\n", text)[0]
    sessions = {log: saved(log, real) for log in (*LOGS, "/var/log/mail.log.1")}
    assert (
        sessions["/var/log/mail.log"] == sessions["/var/log/syslog"]
        and len(sessions["/var/log/mail.log"]) > 4
        and len(sessions["/var/log/mail.log.1"]) > 4
    )
    # Each copy in a mailbox is logged once, with its process and the session in its header.
    assert found == sessions["/var/log/mail.log"] | sessions["/var/log/mail.log.1"]
    assert not set(sessions["/var/log/mail.log"]) & set(sessions["/var/log/mail.log.1"])
    assert sh("stat -c '%U %G %a' /var/log/mail.log.1") == "root adm 640\n"
    # Dovecot has opened the mailboxes and reports no error.
    assert "rror" not in "".join(line for line in lines_of("/var/log/mail.log") if "dovecot" in line)
    for path in copies:
        folder, _slash, name = path.rpartition("/")
        assert name.partition(":2,")[0] in sh(f"cat '{folder.rpartition('/')[0]}/dovecot-uidlist'")
    owners = {path.split("/")[2] for path in copies}
    for login in owners:
        assert sh(f"cat /home/{login}/Maildir/subscriptions").split() == ["V", "2", "Sent"]
        assert (
            sh(f"find /home/{login}/Maildir -not -user {login} -o -perm /077 -not -name 'dovecot-uidvalidity.*'") == ""
        )
    sh("logger -p mail.info goes on")
    for log in LOGS:
        wait_for_lines(
            log,
            lambda lines: any(line.endswith(" goes on") for line in lines[-3:]),
            "the last line of its daemon",
        )
    assert sh("ps -eo args").count("base64") == 0
