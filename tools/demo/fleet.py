# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The deckies of the demo, as its inventory describes them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
STATE = TOP / ".decnet"
LEDGER = STATE / "ledger.db"
KIND = STATE / "demo-kind"


class DemoError(Exception):
    """The demo cannot continue. The message is one sentence with the cause and the way out."""


@dataclass(frozen=True)
class Person:
    """An account of a decky: its login, the name of the person, and whether the person administers the host."""

    login: str
    name: str
    admin: bool


@dataclass(frozen=True)
class DemoDecky:
    """One decky of the demo."""

    name: str
    timezone: str
    people: tuple[Person, ...]
    address: str | None = None
    serves_mail: bool = False


@dataclass(frozen=True)
class Fleet:
    """The demo's deckies and their private network."""

    deckies: tuple[DemoDecky, ...]
    network: str = ""
    subnet: str = ""


def say(text: str) -> None:
    """Prints one line of progress."""
    print(text, flush=True)


def inventory_for(kind: str) -> Path:
    """The inventory of a kind of demo, which is docker or rootfs."""
    return TOP / "inventories" / ("demo-rootfs" if kind == "rootfs" else "demo")


def kind_of_demo() -> str:
    """The kind of the last `up`. Raises DemoError if there was none."""
    try:
        return KIND.read_text(encoding="utf-8").strip()
    except OSError:
        raise DemoError("there is no demo yet; run `make demo`") from None


def read_fleet(kind: str) -> Fleet:
    """The fleet of the inventory of a kind. Raises DemoError."""
    program = Path(sys.executable).with_name("ansible-inventory")
    done = subprocess.run(
        [str(program), "-i", str(inventory_for(kind)), "--list"],
        capture_output=True,
        text=True,
        cwd=TOP,
        timeout=60,
        check=False,
    )
    if done.returncode:
        raise DemoError(f"the inventory {inventory_for(kind)} cannot be read; correct it: {done.stderr.strip()[-300:]}")
    listed: dict[str, Any] = json.loads(done.stdout)
    variables: dict[str, dict[str, Any]] = listed["_meta"]["hostvars"]
    deckies = tuple(_decky(name, variables[name]) for name in sorted(listed["deckies"]["hosts"]))
    first = variables[deckies[0].name]
    return Fleet(deckies, str(first.get("demo_network", "")), str(first.get("demo_subnet", "")))


def _decky(name: str, variables: dict[str, Any]) -> DemoDecky:
    names = {persona["login"]: persona["name"] for persona in variables["decoy_personas"]}
    people = tuple(
        Person(login, names[login], login in variables["demo_admins"]) for login in variables["demo_accounts"]
    )
    serves_mail = "imap" in variables.get("decoy_services", ())
    return DemoDecky(name, variables["demo_timezone"], people, variables.get("decoy_address"), serves_mail)
