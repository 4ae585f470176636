# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The facts of a container, read without a process in it and with as few requests as possible."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
import requests
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import CronJob, DeckyFacts
from ansible_collections.decnet.realism.plugins.plugin_utils.observation.facts import read_facts
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.docker import DockerTransport
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rootfs import RootfsTransport

IMAGE = "debian:bookworm-slim"
PREPARE = r"""
printf 'SHELL=/bin/sh\n17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly\n' > $R/etc/crontab
mkdir -p $R/etc/cron.d $R/var/spool/cron/crontabs $R/var/log
printf '*/7 * * * * backup sweep\n\033[2J * * * * root evil\n' > $R/etc/cron.d/sweep
printf '* * * * * root never\n' > $R/etc/cron.d/old.dpkg-old
printf '5 8 * * 1-5 bin/report\n' > $R/var/spool/cron/crontabs/ann
printf 'ann:x:1000:1000:Ann:/home/ann:/bin/bash\nevil:x:1001:1001::/home/../root:/bin/sh\n' >> $R/etc/passwd
printf '\377\376:x:0:0::/:/bin/sh\n' >> $R/etc/passwd
echo Europe/Berlin > $R/etc/timezone
echo '$ActionFileDefaultTemplate RSYSLOG_TraditionalFileFormat' > $R/etc/rsyslog.conf
touch $R/var/log/syslog; ln -sf /etc/shadow $R/var/log/auth.log; head -c 300000 /dev/zero > $R/etc/cron.d/huge
"""
JOBS = (
    CronJob("/etc/crontab", "root", "17 * * * *", "cd / && run-parts --report /etc/cron.hourly"),
    CronJob("/etc/cron.d/sweep", "backup", "*/7 * * * *", "sweep"),
    CronJob("/var/spool/cron/crontabs/ann", "ann", "5 8 * * 1-5", "bin/report"),
)


@pytest.fixture(scope="module")
def container() -> Iterator[str]:
    """A running, prepared container."""
    name = f"decnet-facts-{os.getpid()}"
    command = [
        "docker",
        "run",
        "-d",
        "--init",
        "--name",
        name,
        "--hostname",
        "web-01",
        "--network",
        "none",
        IMAGE,
        "sleep",
        "infinity",
    ]
    subprocess.run(command, check=True, capture_output=True)
    try:
        subprocess.run(
            ["docker", "exec", "-i", name, "sh"], input=f"R=; {PREPARE}", check=True, text=True, capture_output=True
        )
        yield name
    finally:
        subprocess.run(["docker", "rm", "-f", name], check=True, capture_output=True)


def check(facts: DeckyFacts) -> None:
    """Asserts the facts that every transport has to find."""
    assert (facts.hostname, facts.timezone, facts.os_id, facts.os_version, facts.log_format) == (
        "web-01",
        "Europe/Berlin",
        "debian",
        "12",
        "rfc3164",
    )
    assert [(account.login, account.uid) for account in facts.accounts] == [("root", 0), ("backup", 34), ("ann", 1000)]
    assert "/var/log/syslog" in facts.log_files and "/var/log/auth.log" not in facts.log_files
    assert tuple(job for job in facts.crontabs if "e2scrub" not in job.source) == JOBS


def test_facts_of_a_container_cost_twelve_requests_and_no_process(
    container: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    send = requests.Session.send

    def counting(self: requests.Session, request: requests.PreparedRequest, **options: object) -> requests.Response:
        asked.append(f"{request.method} {request.path_url}")
        return send(self, request, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(requests.Session, "send", counting)
    transport = DockerTransport("web-01", container)
    facts = read_facts(transport, "web-01")
    transport.close()
    check(facts)
    inspect = ["docker", "inspect", "-f", "{{.State.StartedAt}}", container]
    engines = subprocess.run(inspect, check=True, capture_output=True, text=True).stdout
    started = datetime.strptime(engines[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    assert facts.started_at and 0 <= (facts.started_at - started).total_seconds() < 1
    assert "sleep" in facts.running
    # Four of them look for a link above the directories that are listed.
    assert len(asked) <= 12 and not any("/exec" in question for question in asked)


def test_a_directory_has_facts(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/passwd").write_text(
        "root:x:0:0:root:/root:/bin/bash\nbackup:x:34:34:backup:/var/backups:/usr/sbin/nologin\n"
    )
    (tmp_path / "etc/hostname").write_text("web-01\n")
    (tmp_path / "usr/lib").mkdir(parents=True)
    (tmp_path / "usr/lib/os-release").write_text('ID=debian\nVERSION_ID="12"\n')
    (tmp_path / "etc/os-release").symlink_to("../usr/lib/os-release")
    subprocess.run(["sh"], input=f"R={tmp_path}; {PREPARE}", check=True, text=True, capture_output=True)
    facts = read_facts(RootfsTransport("web-01", str(tmp_path)), "web-01")
    check(facts)
    assert facts.running == () and facts.started_at is None


def test_an_empty_directory_has_only_its_name_as_a_fact(tmp_path: Path) -> None:
    facts = read_facts(RootfsTransport("web-01", str(tmp_path)), "web-01")
    assert (facts.hostname, facts.timezone, facts.accounts, facts.crontabs, facts.log_files) == (
        "web-01",
        "Etc/UTC",
        (),
        (),
        (),
    )
