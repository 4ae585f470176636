# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail decky with Dovecot, and an office with thirty days of mail on it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from ..aging.conftest import ROOT, Fleet, wait_for_ports

FIRST = datetime(2026, 3, 2, 6, 0, 11, tzinfo=timezone.utc)
DAYS = 30
PASSWORD = "correct-horse-7"
PEOPLE: list[dict[str, Any]] = [
    {
        "name": "Anna Berg",
        "email": "anna.berg@corp.example",
        "login": "anna",
        "role": "systems administrator",
        "language": "de",
        "timezone": "Europe/Berlin",
    },
    {
        "name": "Jürgen Groß",
        "email": "juergen@corp.example",
        "login": "juergen",
        "role": "accountant",
        "language": "de",
        "timezone": "Europe/Berlin",
    },
    {
        "name": "José Núñez",
        "email": "jose@corp.example",
        "login": "jose",
        "role": "office manager",
        "language": "es",
        "timezone": "Europe/Madrid",
    },
    {
        "name": "Zoë Dubois",
        "email": "zoe@corp.example",
        "login": "zoe",
        "role": "developer",
        "language": "fr",
        "reply_latency": "fast",
    },
    {
        "name": "Ed Cole",
        "email": "ed@corp.example",
        "login": "ed",
        "role": "warehouse lead",
        "tone": "terse",
        "reply_latency": "fast",
    },
    {
        "name": "Ana Sá",
        "email": "ana@corp.example",
        "login": "ana",
        "role": "buyer",
        "language": "pt",
        "timezone": "Europe/Lisbon",
        "reply_latency": "slow",
    },
]


def start(image_option: str, *names: str) -> dict[str, str]:
    """Starts containers of an image with the accounts of the office; returns their addresses by name."""
    image = subprocess.run(
        [str(ROOT / "tools/decky/build"), image_option], check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    addresses = {}
    users = " ".join(person["login"] for person in PEOPLE)
    for name in names:
        run = ["docker", "run", "-d", "--name", name, "--hostname", "mail-01", "--cap-add", "SYS_BOOT", image]
        subprocess.run(run, check=True, capture_output=True)
        script = f"for u in {users}; do useradd -m -s /bin/bash $u; echo $u:{PASSWORD}; done | chpasswd"
        subprocess.run(["docker", "exec", name, "sh", "-c", script], check=True, capture_output=True)
        # The ports of LMTP, POP3 and IMAP.
        wait_for_ports(name, {24, 110, 143})
        template = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"
        addresses[name] = subprocess.run(
            ["docker", "inspect", "-f", template, name], check=True, capture_output=True, text=True
        ).stdout.strip()
    return addresses


def drips(days: int = DAYS, a_day: int = 3, **arguments: Any) -> list[dict[str, Any]]:
    """Tasks that drip mail at ``a_day`` moments of each day, in ascending order."""
    moments = [
        FIRST + timedelta(days=day, hours=4 + 5 * part, minutes=7 * part)
        for day in range(days)
        for part in range(a_day)
    ]
    return [
        {"decnet.realism.decoy_email_drip": {"now": moment.isoformat(), "while_occupied": "ignore", **arguments}}
        for moment in moments
    ]


class Office(Fleet):
    """The mail decky as a fleet of one."""

    def __init__(self, folder: Any, container: str, address: str) -> None:
        super().__init__(folder, {"mail-01": {"ansible_host": container}})
        self.address = address
        self.variables |= {
            "decoy_personas": PEOPLE,
            "decoy_services": ["imap", "pop3"],
            "decoy_language_default": "en",
            "decoy_rate": 1.5,
        }


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The decky after thirty days."""
    name = f"decoy-mail-{os.getpid()}"
    try:
        address = start("--mail", name)[name]
        made = Office(tmp_path_factory.mktemp("mail"), name, address)
        answer = made.play(drips())
        failed = [
            task["hosts"]["mail-01"]
            for play in answer["plays"]
            for task in play["tasks"]
            if task["hosts"]["mail-01"].get("failed")
        ]
        assert answer["rc"] == 0, failed
        yield made
    finally:
        subprocess.run(["docker", "rm", "-f", name], check=False, capture_output=True)
