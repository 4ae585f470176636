# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail outside of the decky's Maildirs: in a container for each service, or in a spool."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from email import message_from_string, policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from ..aging.conftest import IMAGE, Fleet
from .conftest import PEOPLE, drips, start

DECKY = f"decoy-desk-{os.getpid()}"
BOXES = [f"{DECKY}-imap", f"{DECKY}-pop3"]


@pytest.fixture(scope="module")
def parted() -> Iterator[str]:
    """A decky without accounts, and a container for each of its mail services."""
    try:
        subprocess.run(
            ["docker", "run", "-d", "--init", "--name", DECKY, "--hostname", "mail-01", IMAGE, "sleep", "infinity"],
            check=True,
            capture_output=True,
        )
        start("--mail", *BOXES)
        yield DECKY
    finally:
        subprocess.run(["docker", "rm", "-f", DECKY, *BOXES], check=False, capture_output=True)


@pytest.fixture
def fleet(parted: str, tmp_path: Path) -> Fleet:
    made = Fleet(tmp_path, {"mail-01": {"ansible_host": parted}})
    made.variables |= {"decoy_personas": PEOPLE, "decoy_services": ["imap", "pop3"], "decoy_rate": 2}
    return made


def listing(container: str, folder: str) -> list[str]:
    listing = f"find {folder} -type f -printf '%U %m %s %T@ %P\\n' 2>/dev/null"
    script = f"{listing} | grep -vE 'dovecot|subscriptions' | sort || true"
    return subprocess.run(
        ["docker", "exec", container, "sh", "-c", script], check=True, capture_output=True, text=True
    ).stdout.splitlines()


def test_mail_goes_into_the_container_of_each_service(fleet: Fleet) -> None:
    answer = fleet.play(drips(3), decoy_mail_containers=BOXES)
    assert answer["rc"] == 0
    imap, pop3 = (listing(box, "/home") for box in BOXES)
    mails = [line for line in imap if "/Maildir/" in line]
    assert len(mails) > 6 and mails == [line for line in pop3 if "/Maildir/" in line]
    assert listing(DECKY, "/home") == []


def test_a_container_that_is_gone_is_named(fleet: Fleet) -> None:
    answer = fleet.play(drips(1, 1), decoy_mail_containers=[BOXES[0], "decoy-nobody-pop3"])
    [task] = answer["plays"][0]["tasks"]
    result = task["hosts"]["mail-01"]
    assert result.get("unreachable") or result.get("failed")
    assert "decoy-nobody-pop3" in result["msg"]


def test_mail_containers_need_the_docker_transport(fleet: Fleet, tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    task = drips(1, 1, rootfs=str(tmp_path / "root"), transport="rootfs")
    result = fleet.results(task, decoy_mail_containers=BOXES)["mail-01"]
    assert result["failed"] and "mail_containers" in result["msg"] and "rootfs" in result["msg"]


def test_a_spool_has_a_directory_for_each_thread(fleet: Fleet) -> None:
    assert fleet.play(drips(3, mail_layout="spool"))["rc"] == 0
    with sqlite3.connect(fleet.ledger) as connection:
        known: dict[str, Any] = {
            path: (thread, identity)
            for path, thread, identity in connection.execute("select path, thread_id, message_id from emails")
        }
    files = listing(DECKY, "/var/spool/decnet-emails")
    assert len(files) == len(known) > 6
    for line in files:
        _owner, mode, _size, mtime, name = line.split(" ", 4)
        thread, identity = known[f"/var/spool/decnet-emails/{name}"]
        text = subprocess.run(
            ["docker", "exec", DECKY, "cat", f"/var/spool/decnet-emails/{name}"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        mail = message_from_string(text, policy=policy.default)
        assert (
            mail["Message-ID"] == f"<{identity}>"
            and name.startswith(f"{thread}/")
            and name.endswith(".eml")
            and mode == "640"
        )
        assert 0 <= float(mtime) - parsedate_to_datetime(mail["Date"]).timestamp() < 2
