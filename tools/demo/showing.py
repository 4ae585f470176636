# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The output of the demo: a decky as an intruder sees it, and the contents of the ledger."""

from __future__ import annotations

import json
import subprocess

import docker_deckies
import records
import rootfs_deckies
from ageing import BEFORE
from fleet import LEDGER, TOP, Fleet, say


def show(fleet: Fleet, kind: str) -> None:
    """Prints all parts."""
    _home(kind)
    _todo(kind)
    _thread(kind)
    _ledger()
    say("")
    if kind == "docker":
        say(f"The deckies keep running: `docker exec -it {fleet.deckies[0].name} bash` opens the shell of an intruder.")
    say("`make demo` again ages them up to now; `make demo-down` removes every trace.")


def _look(kind: str, decky: str, *command: str) -> str:
    """The output of a command on the decky, run by the engine or in its directory."""
    if kind == "docker":
        return docker_deckies.docker("exec", decky, *command)
    root = rootfs_deckies.ROOT / decky
    moved = [f"{root}{part}" if part.startswith("/") else part for part in command]
    return subprocess.run(moved, capture_output=True, text=True, timeout=30, check=False).stdout.strip()


def _home(kind: str) -> None:
    busiest = records.busiest_home()
    if busiest is None:
        say("No persona has written a file yet: it is early, or all personas are off duty.")
        return
    decky, login = busiest
    home = f"/home/{login}"
    say(f"\nroot@{decky}:~# ls -la {home}")
    say(_look(kind, decky, "ls", "-la", home))


def _todo(kind: str) -> None:
    try:
        before: dict[str, str] = json.loads(BEFORE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = {}
    for todo in records.todos():
        was = before.get(f"{todo.decky}:{todo.path}")
        if was is None or was == todo.body:
            continue
        say(f"\n{todo.decky}:{todo.path}, as {todo.persona} began it")
        say(_indented(was))
        say(f"\nthe same file now, after {todo.edits} edit{'s' if todo.edits != 1 else ''}")
        say(_indented(_look(kind, todo.decky, "cat", todo.path)))
        return
    say("\nNo TODO is edited yet. Run the demo with more days.")


def _thread(kind: str) -> None:
    letters = records.longest_thread()
    if not letters:
        return
    say(f"\nA thread on {letters[0].decky}")
    for letter in letters:
        who = f"{letter.sender.partition('@')[0]} to {letter.recipient.partition('@')[0]}"
        say(
            f"    {letter.sent_at:%a %d %b %H:%M}  {'  ' * letter.depth}{who}: "
            f"{'Re: ' if letter.depth else ''}{letter.subject}"
        )
    say("the last mail of the thread, in the mailbox of its recipient")
    say(_indented(_look(kind, letters[-1].decky, "cat", letters[-1].path)))


def _ledger() -> None:
    say(f"\nThe ledger ({LEDGER.relative_to(TOP)})")
    for name, files, edits in records.files_by_class():
        say(f"  {name:<12} {files:5} files  {edits:5} edits")
    for action, status, number in records.counts():
        say(f"  {action:<18} {status:<8} {number:5}")
    say("\nIts last events")
    for occurred, action, persona, decky, target in records.last_events(8):
        say(f"  {occurred[:19]}{occurred[-6:]}  {decky:<9} {persona:<11} {action:<18} {target}")


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())
