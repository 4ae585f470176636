# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of the demo: up, age, show and down. Without a command, the first three run.

`make demo` runs it in the venv of the project.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys

import ageing
import docker_deckies
import rootfs_deckies
import showing
from fleet import KIND, LEDGER, STATE, DemoError, kind_of_demo, read_fleet, say


def up(kind: str | None = None) -> str:
    """Starts the missing deckies; returns their kind."""
    kind = kind or ("docker" if docker_deckies.engine_answers() else "rootfs")
    fleet = read_fleet(kind)
    names = {decky.name for decky in fleet.deckies}
    same = KIND.exists() and kind_of_demo() == kind
    if kind == "rootfs":
        say("No Docker Engine answers: the demo runs on directories, which have files and logs but no processes.")
    if same and names == (docker_deckies.running(fleet) if kind == "docker" else rootfs_deckies.present(fleet)):
        say(f"The deckies run already: {', '.join(sorted(names))}")
        return kind
    say(f"Starting {len(names)} deckies")
    # New deckies and an old ledger would contradict each other.
    for path in STATE.glob(f"{LEDGER.name}*"):
        path.unlink()
    ageing.BEFORE.unlink(missing_ok=True)
    STATE.mkdir(mode=0o700, exist_ok=True)
    (docker_deckies if kind == "docker" else rootfs_deckies).start(fleet)
    KIND.write_text(f"{kind}\n", encoding="utf-8")
    return kind


def down() -> None:
    """Removes the deckies, their network and image, and .decnet."""
    if docker_deckies.engine_answers():
        docker_deckies.remove(images=True)
    shutil.rmtree(STATE, ignore_errors=True)
    say("The demo is removed: its containers, network, image and .decnet.")


def main() -> int:
    """Runs one command, or the whole demo; returns the exit code."""
    parser = argparse.ArgumentParser(prog="demo", description=__doc__)
    parser.add_argument("command", nargs="?", choices=("all", "up", "age", "show", "down"), default="all")
    parser.add_argument("--days", type=int, default=5, help="how many days before now to simulate")
    parser.add_argument("--kind", choices=("docker", "rootfs"), help="docker where an engine answers, else rootfs")
    chosen = parser.parse_args()
    os.umask(0o022)
    try:
        if chosen.command == "down":
            down()
            return 0
        kind = up(chosen.kind) if chosen.command in ("all", "up") else kind_of_demo()
        if chosen.command in ("all", "age"):
            say(f"Ageing them: up to {chosen.days} days before now, then live")
            ageing.age(kind, chosen.days)
        if chosen.command in ("all", "show"):
            showing.show(read_fleet(kind), kind)
    except DemoError as problem:
        print(f"demo: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
