# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ageing of the demo's deckies: a few ticks for each of the days before now, then one live tick.

The output of Ansible goes to a log.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from datetime import time as clock
from pathlib import Path

import records
from fleet import STATE, TOP, DemoError, inventory_for, say

BEFORE = STATE / "demo-todos.json"
_LOG = STATE / "demo.log"
#: The times of day of the simulated ticks, in UTC. One is after the working day of each persona.
_TICKS = (clock(9, 41, 13), clock(14, 26, 48), clock(21, 52, 7))
_RECAP = re.compile(r"^(\S+)\s+: ok=\d+\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)", re.MULTILINE)


def moments(now: datetime, last: datetime | None, days: int) -> list[datetime]:
    """The remaining simulated ticks of the `days` days before now, all of them after the last tick."""
    since = max(now - timedelta(days=days), last or now - timedelta(days=days))
    dates = [(now - timedelta(days=back)).date() for back in range(days, -1, -1)]
    candidates = [datetime.combine(date, at, timezone.utc) for date in dates for at in _TICKS]
    return [moment for moment in candidates if since < moment < now]


def age(kind: str, days: int) -> None:
    """Ages the fleet up to now. Raises DemoError."""
    now = datetime.now(timezone.utc)
    last = records.last_tick()
    due = moments(now, last, days)
    if last is not None:
        say(f"  already aged until {last:%a %d %b %H:%M}; {len(due)} simulated ticks are left")
    for number, moment in enumerate(due, 1):
        _tick(kind, f"  {number:2}/{len(due)}  {moment:%a %d %b %H:%M} UTC", moment)
    _tick(kind, "  live   now", None)


def _tick(kind: str, label: str, moment: datetime | None) -> None:
    started = time.monotonic()
    program = Path(sys.executable).with_name("ansible-playbook")
    command = [str(program), "-i", str(inventory_for(kind)), str(TOP / "playbooks" / "age_fleet.yml")]
    command += ["-e", f"decoy_now={moment.isoformat()}"] if moment else []
    if kind == "rootfs" and os.geteuid() != 0:
        # Only root can create files of root. Otherwise the system leaves no file in /tmp.
        command += ["-e", json.dumps({"decoy_weights": {"cache_tmp": 0}})]
    environment = {**os.environ, "ANSIBLE_CONFIG": str(TOP / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=TOP, env=environment, timeout=600, check=False)
    with _LOG.open("a", encoding="utf-8") as log:
        log.write(f"# {label.strip()}\n{done.stdout}{done.stderr}\n")
    recap = _RECAP.findall(done.stdout)
    if done.returncode or not recap or any(int(missed) or int(failed) for _host, _changed, missed, failed in recap):
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        raise DemoError(f"the tick failed; {_LOG.relative_to(TOP)} has the whole output:\n{tail}")
    _remember_todos()
    busy = ", ".join(host for host, changed, _missed, _failed in recap if int(changed)) or "nothing due"
    say(f"{label}  {time.monotonic() - started:4.1f} s  {busy}")


def _remember_todos() -> None:
    """Keeps the first version of each TODO for the demo. The ledger holds only the last one."""
    try:
        known: dict[str, str] = json.loads(BEFORE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    for todo in records.todos():
        known.setdefault(f"{todo.decky}:{todo.path}", todo.body)
    BEFORE.write_text(json.dumps(known), encoding="utf-8")
