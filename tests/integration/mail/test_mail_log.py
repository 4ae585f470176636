# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mail log of a host that runs Dovecot and rsyslogd: our deliveries stand among those that Dovecot really made, in the same shapes and in order."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from ..aging.conftest import Fleet
from .conftest import PEOPLE, start

NAME = f"decoy-mail-log-{os.getpid()}"
LOGS = ("/var/log/mail.log", "/var/log/syslog")
#: A mail for two, handed over as a relay does.
HAND_OVER = r"""exec 3<>/dev/tcp/127.0.0.1/24
say() { printf '%s\r\n' "$1" >&3; sleep 0.1; }
say 'LHLO mx.corp.example'; say 'MAIL FROM:<ed@corp.example>'; say 'RCPT TO:<anna@corp.example>'; say 'RCPT TO:<zoe@corp.example>'; say DATA
say 'Message-ID: <real@corp.example>'; say 'Subject: real'; say ''; say 'Hello'; say .; say QUIT; timeout 3 cat <&3 > /dev/null"""


def sh(script: str) -> str:
    return subprocess.run(
        ["docker", "exec", NAME, "bash", "-c", script], check=True, capture_output=True, text=True, timeout=60
    ).stdout


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Fleet]:
    """A mail decky whose logs have a line of later than any mail, as if its daemon had gone on."""
    try:
        start("--mail", NAME)
        sh(HAND_OVER)
        later = (datetime.now(timezone.utc) + timedelta(hours=10)).isoformat(timespec="microseconds")
        for log in LOGS:
            sh(f"echo '{later} mail-01 dovecot: master: Warning: reloaded' >> {log}")
        made = Fleet(tmp_path, {"mail-01": {"ansible_host": NAME}})
        people = [{**person, "active_hours": "00:01-00:00", "weekdays": "mon-sun"} for person in PEOPLE]
        made.variables |= {"decoy_personas": people, "decoy_services": ["imap", "pop3"], "decoy_rate": 6}
        yield made
    finally:
        subprocess.run(["docker", "rm", "-f", NAME], check=False, capture_output=True)


def shape(line: str) -> str:
    """A line without what differs from mail to mail."""
    text = line.partition(" dovecot: ")[2]
    text = re.sub(r"msgid=<[^>]+>", "msgid", re.sub(r"<[A-Za-z0-9+/]{22}(:R\d+)?>", r"<session\1>", text))
    return re.sub(
        r"lmtp\([a-z]+\)",
        "lmtp(login)",
        re.sub(r"\d+\.\d+\.\d+\.\d+", "address", re.sub(r"(?<=[(<])\d+(?=[)>])", "pid", text)),
    )


def saved(log: str, real: set[str]) -> dict[tuple[str, str, str], str]:
    """The sessions of our deliveries by login, process and Message-ID; the log is in order, and says nothing that Dovecot does not."""
    lines = [line for line in sh(f"cat {log}").splitlines() if " dovecot: " in line]
    assert lines == sorted(lines), log
    ours = [line for line in lines if "lmtp(" in line and "real@" not in line]
    assert {shape(line) for line in ours if not re.search(r":R[3-9]>", line)} <= real
    delivered = re.findall(
        r"lmtp\((\w+)\)<(\d+)><([^:>]+)(?::R\d+)?>: msgid=<([^>]+)>: saved mail to INBOX", "\n".join(ours)
    )
    return {(login, process, identity): session for login, process, session, identity in delivered}


def test_deliveries_stand_in_the_mail_log_as_dovecot_would_write_them(fleet: Fleet) -> None:
    inodes = sh(f"stat -c %i {' '.join(LOGS)}")
    real = {shape(line) for line in sh("cat /var/log/mail.log").splitlines() if "lmtp(" in line}
    assert len(real) == 4
    # Some of these mails came before the host was started, some after.
    now = datetime.now(timezone.utc) + timedelta(hours=7)
    answer = fleet.play([{"decnet.realism.decoy_email_drip": {"now": now.isoformat(), "while_occupied": "ignore"}}])
    assert answer["rc"] == 0
    assert sh(f"stat -c %i {' '.join(LOGS)}") == inodes
    copies = sh("find /home -path '*/Maildir/new/*' -o -path '*/Maildir/cur/*' | grep -v /.Sent/").split()
    found = {}
    for path in copies:
        text = sh(f"head -c 3000 '{path}'")
        [identity, *_quoted] = re.findall(r"(?im)^Message-ID:\s*<([^>]+)>", text)
        if identity != "real@corp.example":
            found[path.split("/")[2], re.findall(r"P(\d+)\.", path)[0], identity] = re.findall(r"\tid (\S+)\n", text)[0]
    told = {log: saved(log, real) for log in (*LOGS, "/var/log/mail.log.1")}
    assert (
        told["/var/log/mail.log"] == told["/var/log/syslog"]
        and len(told["/var/log/mail.log"]) > 4
        and len(told["/var/log/mail.log.1"]) > 4
    )
    # Each copy in a mailbox is told of once, by its process and the session that its header names.
    assert found == told["/var/log/mail.log"] | told["/var/log/mail.log.1"]
    assert not set(told["/var/log/mail.log"]) & set(told["/var/log/mail.log.1"])
    assert sh("stat -c '%U %G %a' /var/log/mail.log.1") == "root adm 640\n"
    # Dovecot has looked at the mailboxes, and found no fault.
    assert "rror" not in "".join(line for line in sh("cat /var/log/mail.log").splitlines() if "dovecot" in line)
    for path in copies:
        folder, _slash, name = path.rpartition("/")
        assert name.partition(":2,")[0] in sh(f"cat '{folder.rpartition('/')[0]}/dovecot-uidlist'")
    owners = {path.split("/")[2] for path in copies}
    for login in owners:
        assert sh(f"cat /home/{login}/Maildir/subscriptions").split() == ["V", "2", "Sent"]
        assert (
            sh(f"find /home/{login}/Maildir -not -user {login} -o -perm /077 -not -name 'dovecot-uidvalidity.*'") == ""
        )
    sh("logger -p mail.info goes on; sleep 0.5")
    assert all(sh(f"tail -n 1 {log}").endswith("goes on\n") for log in LOGS)
    assert sh("ps -eo args").count("base64") == 0
