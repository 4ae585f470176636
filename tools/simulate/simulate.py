# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report of a simulation: its speed, and the contents of the deckies. Run by ``make simulate``."""

from __future__ import annotations

import argparse
import cProfile
import gzip
import pstats
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from fakes.transport import MemoryTransport
from simulation import Simulation, fleet

#: A Monday without a public holiday, so that a short run has working days.
START = datetime(2026, 3, 2, tzinfo=timezone.utc)


def report(simulation: Simulation, seconds: float) -> Iterator[str]:
    """The lines of the report. ``seconds`` is the processor time of the simulation."""
    ledger = simulation.ledger
    files, mails, events = ledger.list_synthetic_files(), ledger.list_emails(), ledger.list_events()
    actions = Counter(event.action for event in events if event.success)
    written = actions["file:create"] + actions["file:edit"] + actions["file:rotate"]
    yield f"{simulation.ticks} ticks of {len(simulation.deckies)} deckies in {seconds:.1f} s of processor time"
    yield (
        f"{written / seconds:.0f} files/s, {actions['email:send'] / seconds:.0f} mails/s,"
        f" {len(events) / seconds:.0f} events/s, {simulation.ticks / seconds:.0f} ticks/s"
    )
    yield "actions: " + ", ".join(f"{number} {name}" for name, number in sorted(actions.items()))
    classes = Counter(row.content_class for row in files)
    yield "files: " + ", ".join(f"{number} {name}" for name, number in sorted(classes.items()))
    threads = len({mail.sent.thread_id for mail in mails})
    yield f"mails: {len(mails)} in {threads} threads; log lines: {log_lines(simulation)}"
    failed = Counter(event.action for event in events if event.status != "done")
    if failed:
        yield "not done: " + ", ".join(f"{number} {name}" for name, number in sorted(failed.items()))
    yield from (f"failed: {failure}" for failure in simulation.failures[:10])


def log_lines(simulation: Simulation) -> int:
    """The number of lines in the logs of all deckies, with compressed logs."""
    count = 0
    for decky in simulation.deckies:
        if isinstance(decky.transport, MemoryTransport):
            for path, node in decky.transport.tree.files():
                if path.startswith("/var/log/"):
                    text = gzip.decompress(node.content) if path.endswith(".gz") else node.content
                    count += text.count(b"\n")
    return count


def main() -> None:
    """Runs a simulation and prints its report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=float, default=28)
    parser.add_argument("--deckies", type=int, default=10)
    parser.add_argument("--every", type=float, default=20, help="minutes between two ticks of a decky")
    parser.add_argument("--seed", default="simulation")
    parser.add_argument("--profile", action="store_true", help="also print where the time goes")
    given = parser.parse_args()
    simulation = fleet(given.seed, given.deckies)
    simulation.every = timedelta(minutes=given.every)
    profile = cProfile.Profile(time.process_time)
    begun = time.process_time()
    if given.profile:
        profile.runcall(simulation.run, START, given.days)
    else:
        simulation.run(START, given.days)
    for line in report(simulation, time.process_time() - begun):
        print(line)
    if given.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(35)


if __name__ == "__main__":
    main()
