# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role `schedule` on a controller in a container.

cron runs the jobs, the tools of systemd report no error, a second run changes nothing, and everything can be removed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..conditions import wait_until

ROOT = Path(__file__).resolve().parents[3]
#: The clock is frozen on a day on which Anna works, so no test depends on the day of the run.
HOSTS = """deckies:
  hosts:
    web-01: {decoy_rootfs: /srv/web-01}
  vars:
    ansible_connection: local
    decoy_rate: 20
    decoy_seed: s
    decoy_now: "2026-11-18T12:00:05Z"
    decoy_while_occupied: ignore
    decoy_personas:
      - {name: Anna Berg, email: anna@corp.example, login: anna, active_hours: "00:01-00:00", weekdays: mon-sun}
"""

# The options with which systemd can be the first process of a container.
BOOT = [
    "--cap-add",
    "SYS_ADMIN",
    "--cap-add",
    "SYS_PTRACE",
    "--security-opt",
    "seccomp=unconfined",
    "--security-opt",
    "apparmor=unconfined",
    "--cgroupns",
    "host",
    "-v",
    "/sys/fs/cgroup:/sys/fs/cgroup:rw",
    "--tmpfs",
    "/run",
    "--tmpfs",
    "/run/lock",
    "--tmpfs",
    "/tmp",
    "-e",
    "container=docker",
]


class Controller:
    """A container into which this collection and the Ansible of this environment are mounted."""

    def __init__(self, *, booted: bool = False) -> None:
        self.name = f"decoy-controller-{os.getpid()}{'-booted' if booted else ''}"
        image = subprocess.run(
            [str(ROOT / "tools/services/build"), "controller"], check=True, capture_output=True, text=True
        ).stdout.split()[-1]
        site = next(path for path in sys.path if path.endswith("site-packages"))
        inside = "/collections/ansible_collections/decnet/realism"
        mounts = [f"{site}:/opt/site:ro", f"{Path(sys.executable).parent}:/opt/bin:ro"]
        parts = ("plugins", "roles", "playbooks", "meta", "galaxy.yml")
        mounts += [f"{ROOT / part}:{inside}/{part}:ro" for part in parts]
        command = [
            "docker",
            "run",
            "-d",
            "--name",
            self.name,
            "--network",
            "none",
            *(word for mount in mounts for word in ("-v", mount)),
        ]
        command += [*BOOT, image, "/lib/systemd/systemd"] if booted else ["--init", image, "sleep", "infinity"]
        subprocess.run(command, check=True, capture_output=True)
        self.sh(
            f"mkdir -p /etc/decoys /srv/web-01/etc /srv/web-01/home/anna; cat > /etc/decoys/hosts.yml <<'-'\n{HOSTS}-\n"
        )
        self.sh(
            "echo 'anna:x:1000:1000::/home/anna:/bin/bash' > /srv/web-01/etc/passwd; "
            "chown 1000:1000 /srv/web-01/home/anna"
        )

    def sh(self, script: str) -> str:
        done = subprocess.run(
            ["docker", "exec", self.name, "sh", "-c", script], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def boot(self) -> str:
        """Waits for systemd; returns its state, such as `running`, or its error message."""

        def state() -> str:
            runs = ["docker", "inspect", "-f", "{{.State.Running}}", self.name]
            alive = subprocess.run(runs, capture_output=True, text=True, check=False).stdout.strip() == "true"
            ask = ["docker", "exec", self.name, "systemctl", "is-system-running"]
            done = subprocess.run(ask, capture_output=True, text=True, check=False)
            said = done.stdout.strip() or done.stderr.strip() or "nothing"
            return said if said in ("running", "degraded") or not alive else ""

        return wait_until(state, f"systemd in {self.name} has started, or has ended")

    def fire_soon(self, job: str) -> None:
        timer = f"decoy-fleet-{job}.timer"
        self.sh(
            "sed -i -E 's/^OnCalendar=.*/OnCalendar=*:*:0\\/10/; s/^RandomizedDelaySec=.*/RandomizedDelaySec=0/' "
            f"/etc/systemd/system/{timer}"
        )
        self.sh(f"systemctl daemon-reload; systemctl restart {timer}")

    def journal_until(self, *wanted: str) -> str:
        """The journal and the files of the jobs, once they contain all of ``wanted``."""

        def look() -> str:
            return self.sh(
                "journalctl --no-pager -u 'decoy-fleet-*'; ls -la /root/.decnet 2>&1 || true; "
                "find /srv/web-01/home -type f"
            )

        def whole() -> str:
            log = look()
            return log if all(text in log for text in wanted) else ""

        return wait_until(whole, f"the journal and the files have {' and '.join(wanted)}", found=look)

    def remove(self) -> None:
        subprocess.run(["docker", "rm", "-f", self.name], check=False, capture_output=True)

    def play(self, *, more: str = "{}", **variables: str) -> str:
        """Runs the role; returns the output of ansible-playbook. ``more`` are variables as JSON."""
        settings = {
            "decoy_schedule_inventory": "/etc/decoys/hosts.yml",
            "decoy_schedule_seed": "tests",
            "decoy_schedule_start": "false",
        }
        settings |= {
            "decoy_schedule_program": "/usr/local/bin/ansible-playbook",
            "decoy_schedule_collections": "/collections",
            **variables,
        }
        given = " ".join(f"-e {name}='{value}'" for name, value in settings.items())
        return self.sh(f"ansible-playbook -i localhost, decnet.realism.schedule {given} -e '{more}'")


@pytest.fixture(scope="module", autouse=True)
def _same_python() -> None:
    if sys.version_info[:2] != (3, 11):
        pytest.skip("the container has Python 3.11 and uses the packages of this environment")


@pytest.fixture(scope="module")
def controller() -> Iterator[Controller]:
    made = Controller()
    try:
        yield made
    finally:
        made.remove()


@pytest.fixture
def booted() -> Iterator[Controller]:
    made = Controller(booted=True)
    try:
        state = made.boot()
        if state not in ("running", "degraded"):
            pytest.skip(f"systemd does not start in a container here ({state}); other tests verify its units")
        yield made
    finally:
        made.remove()


def test_cron_really_ages_the_fleet(controller: Controller) -> None:
    assert "changed=2" in controller.play(decoy_scheduler="cron")
    assert "changed=0" in controller.play(decoy_scheduler="cron")
    crontab = controller.sh("cat /etc/cron.d/decoy-fleet")
    jobs = [line for line in crontab.splitlines() if re.match(r"\d", line)]
    assert (
        len(jobs) == 3
        and all("flock -n" in job for job in jobs)
        and not any(re.match(r"(\d+,)*(0|15|30|45)[, ]", job) for job in jobs)
    )
    controller.sh("logrotate --debug /etc/logrotate.d/decoy-fleet")
    # The schedule is set to every minute. Everything else is as the role wrote it.
    controller.sh("sed -i -E 's/^[0-9,]+ [0-9*]+ /* * /' /etc/cron.d/decoy-fleet; cron")

    def log() -> str:
        return controller.sh("cat /var/log/decoy-fleet.log 2>&1; ls -la /root/.decnet 2>&1 || true")

    # The jobs start together, and a report needs the ledger of the first tick. It may come a minute later.
    wait_until(lambda: "1 of 1 deckies are aged" in log(), "cron has aged the fleet", found=log)
    wait_until(
        lambda: controller.sh("head -c 15 /root/.decnet/report.html 2>/dev/null || true") == "<!DOCTYPE html>",
        "cron has written a report",
        found=log,
    )
    assert "failed=0" in log() and "ledger.db" in log() and "events.jsonl" in log()
    controller.sh("pkill cron || kill $(cat /run/crond.pid)")


def test_the_cron_jobs_can_be_removed(controller: Controller) -> None:
    controller.play(decoy_scheduler="cron")
    assert "changed=1" in controller.play(decoy_scheduler="cron", decoy_schedule_state="absent")
    assert "changed=0" in controller.play(decoy_scheduler="cron", decoy_schedule_state="absent")
    controller.sh("! ls /etc/cron.d/decoy-fleet /etc/logrotate.d/decoy-fleet 2>/dev/null")


@pytest.mark.parametrize("user", ["root", "decoys"])
def test_systemd_reports_valid_and_confined_units(controller: Controller, user: str) -> None:
    controller.sh(
        f"id {user} > /dev/null 2>&1 || useradd -m {user}; getent group docker > /dev/null || groupadd docker"
    )
    home = "/root" if user == "root" else f"/home/{user}"
    arguments = {"decoy_scheduler": "systemd", "decoy_schedule_user": user, "decoy_schedule_home": home}
    assert "changed=3" in controller.play(**arguments)
    assert "changed=0" in controller.play(**arguments)
    for job in ("age", "mail", "report"):
        unit = f"/etc/systemd/system/decoy-fleet-{job}"
        assert controller.sh(f"systemd-analyze verify {unit}.service {unit}.timer 2>&1") == ""
        # The threshold is in tenths: 4.0 of 10.
        controller.sh(f"systemd-analyze security --offline=yes --threshold=40 {unit}.service > /dev/null")
        calendar = controller.sh(f"sed -n 's/^OnCalendar=//p' {unit}.timer").strip()
        following = re.findall(
            r"(?:Next elapse|Iter\. #\d+): \S+ \S+ \d+:(\d+):",
            controller.sh(f"systemd-analyze calendar --iterations=9 '{calendar}'"),
        )
        assert len(following) == 9 and not {"00", "15", "30", "45"} & set(following)
    groups = controller.sh("grep -h ^SupplementaryGroups /etc/systemd/system/decoy-fleet-*.service || true").split()
    assert set(groups) == (set() if user == "root" else {"SupplementaryGroups=docker"})
    controller.play(**arguments, decoy_schedule_mail_minutes="0", decoy_schedule_report_hour="-1")
    assert controller.sh("ls /etc/systemd/system | grep -c decoy-fleet").strip() == "2"
    controller.play(**arguments, decoy_schedule_state="absent")
    controller.sh("! ls /etc/systemd/system/decoy-fleet* 2>/dev/null")


def test_a_timer_really_ages_the_fleet(booted: Controller) -> None:
    arguments = {"decoy_scheduler": "systemd", "decoy_schedule_start": "true"}
    writable = '{"decoy_schedule_writable": ["/srv"]}'
    said = booted.play(**arguments, more=writable)
    assert "failed=0" in said
    assert "changed=0" in booted.play(**arguments, more=writable)
    assert (
        booted.sh("systemctl is-active decoy-fleet-age.timer decoy-fleet-mail.timer decoy-fleet-report.timer").split()
        == ["active"] * 3
    )
    # The timers are set to fire soon. Everything else is as the role wrote it.
    booted.fire_soon("age")
    log = booted.journal_until("1 of 1 deckies", "/srv/web-01/home/anna/")
    # A report needs a ledger, so the first report comes on the second day of the fleet.
    booted.fire_soon("report")
    log += booted.journal_until("report.html")
    assert (
        "1 of 1 deckies are aged" in log
        and "ledger.db" in log
        and "report.html" in log
        and "/srv/web-01/home/anna/" in log
    )
    assert "Failed" not in log and "ead-only" not in log
    booted.play(**arguments, decoy_schedule_state="absent")
    booted.sh("! ls /etc/systemd/system/decoy-fleet* 2>/dev/null && ! systemctl list-timers --all | grep decoy-fleet")


def test_check_mode_writes_nothing(controller: Controller) -> None:
    arguments = "-e decoy_scheduler=systemd -e decoy_schedule_inventory=/x -e decoy_schedule_seed=s"
    controller.sh(f"ansible-playbook -i localhost, --check --diff decnet.realism.schedule {arguments}")
    controller.sh("! ls /etc/systemd/system/decoy-fleet* 2>/dev/null")
