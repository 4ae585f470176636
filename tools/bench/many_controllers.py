# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two controllers age one fleet of directories at the same time, with one ledger.

Nothing may be done twice or missed.

`many_controllers.py LEDGER [--deckies 500] [--ticks 2]`. LEDGER is a postgresql:// URL or a path, new and empty. A
third, lonely run over a ledger of its own says what is to be done.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

TOP = Path(__file__).resolve().parents[2]
MOMENTS = ["2026-03-02T12:30:11Z", "2026-03-02T17:45:52Z", "2026-03-03T12:05:31Z", "2026-03-03T18:15:07Z"]
PEOPLE = [
    {"name": "Anna Berg", "email": "anna@corp.example", "login": "anna", "role": "systems administrator"},
    {"name": "Ed Cole", "email": "ed@corp.example", "login": "ed", "role": "buyer", "reply_latency": "fast"},
]


def fleet(folder: Path, deckies: int) -> dict[str, dict[str, str]]:
    """So many directories that look like hosts; the inventory's hosts."""
    hosts = {}
    for number in range(deckies):
        root = folder / f"host-{number:03d}"
        (root / "etc").mkdir(parents=True)
        (root / "etc/hostname").write_text(f"host-{number:03d}\n")
        lines = []
        for index, person in enumerate(PEOPLE):
            home = root / "home" / person["login"]
            home.mkdir(parents=True)
            os.chown(home, 1000 + index, 1000 + index)
            lines.append(f"{person['login']}:x:{1000 + index}:{1000 + index}::/home/{person['login']}:/bin/bash\n")
        (root / "etc/passwd").write_text("".join(lines))
        hosts[root.name] = {"decoy_rootfs": str(root)}
    return hosts


def controller(
    folder: Path, name: str, hosts: dict[str, dict[str, str]], ledger: str, now: str, forks: int
) -> subprocess.Popen[str]:
    """One run of the playbook, in the background."""
    variables: dict[str, Any] = {
        "ansible_connection": "local",
        "decoy_ledger": ledger,
        "decoy_seed": "bench",
        "decoy_personas": PEOPLE,
    }
    variables["decoy_services"] = ["imap"]
    inventory = folder / f"{name}.yml"
    inventory.write_text(yaml.safe_dump({"deckies": {"hosts": hosts, "vars": variables}}))
    environment = {
        **os.environ,
        "ANSIBLE_CONFIG": str(TOP / "ansible.cfg"),
        "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
        "ANSIBLE_FORKS": str(forks),
    }
    command = [
        str(Path(sys.executable).with_name("ansible-playbook")),
        "-i",
        str(inventory),
        str(TOP / "playbooks/age_fleet.yml"),
        "-e",
        f"decoy_now={now}",
    ]
    return subprocess.Popen(
        command, cwd=TOP, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def outcome(run: subprocess.Popen[str]) -> Counter[str]:
    """How many deckies each result was reached for. Raises SystemExit where any failed."""
    out, err = run.communicate(timeout=3000)
    answer = json.loads(out[out.index("{") :])
    results: Counter[str] = Counter()
    for task in answer["plays"][0]["tasks"]:
        if task["task"]["name"].endswith("Run everything that is due"):
            for host, result in task["hosts"].items():
                if result.get("failed") or result.get("unreachable"):
                    raise SystemExit(f"{host}: {result.get('msg')}\n{err[-500:]}")
                results["aged" if result["changed"] else str(result.get("quiet", "")).partition(" up to")[0]] += 1
    return results


def done(ledger: str) -> list[tuple[str, str, str]]:
    """What the ledger says was done: decky, action, activity time."""
    from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger

    with open_ledger(ledger) as opened:
        events = opened.list_events()
    unfinished = [event for event in events if event.status == "pending"]
    assert not unfinished, unfinished[:3]
    return [
        (str(event.dst_decky), event.action, str(event.activity_time))
        for event in events
        if event.activity_time and event.status == "done"
    ]


def main() -> int:
    """Run it, print the figures; 1 where anything was done twice or missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger")
    parser.add_argument("--deckies", type=int, default=500)
    parser.add_argument("--ticks", type=int, default=2, choices=range(1, len(MOMENTS) + 1))
    parser.add_argument("--forks", type=int, default=8)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "shared").mkdir()
        (folder / "alone").mkdir()
        shared, alone = fleet(folder / "shared", chosen.deckies), fleet(folder / "alone", chosen.deckies)
        for number, now in enumerate(MOMENTS[: chosen.ticks], 1):
            began = time.monotonic()
            runs = [
                controller(folder, f"controller-{index}", shared, chosen.ledger, now, chosen.forks) for index in (1, 2)
            ]
            told = [outcome(run) for run in runs]
            taken = time.monotonic() - began
            began = time.monotonic()
            outcome(controller(folder, "alone", alone, str(folder / "alone.db"), now, chosen.forks))
            print(
                f"tick {number}: {chosen.deckies} deckies, two controllers {taken:.0f} s, "
                f"one alone {time.monotonic() - began:.0f} s"
            )
            for index, results in enumerate(told, 1):
                print(f"  controller {index}: " + ", ".join(f"{count} {what}" for what, count in results.most_common()))
        together, expected = done(chosen.ledger), done(str(folder / "alone.db"))
    twice = [item for item, count in Counter(together).items() if count > 1]
    missed, extra = set(expected) - set(together), set(together) - set(expected)
    print(f"{len(together)} actions: {len(twice)} twice, {len(missed)} missed, {len(extra)} that nobody asked for")
    return 1 if twice or missed or extra else 0


if __name__ == "__main__":
    sys.exit(main())
