# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The diagram of one tick in docs/design.md, traced from a tick on a directory.

`flow.py` prints the Mermaid diagram and its figures. `flow.py --write` writes them to docs/design.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import FrameType
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.observation.context import TaskContext
from ansible_collections.decnet.realism.plugins.plugin_utils.services.tick import tick
from ansible_collections.decnet.realism.plugins.plugin_utils.task.options import argument_spec
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rootfs import RootfsTransport

PAGE = Path(__file__).resolve().parents[2] / "docs" / "design.md"
BEGIN, END = "<!-- flow: made by tools/docs/flow.py -->", "<!-- end of flow -->"
PREFIX = "ansible_collections.decnet.realism.plugins."
#: The rooms of the diagram, from the top down. Of the engine, only calls to the planning room appear, not its inner
#: calls.
ROOMS = ("services", "observation", "planning", "llm", "execution", "ledger", "transports")
NOW = datetime(2026, 3, 4, 15, 0, tzinfo=timezone.utc)
PASSWD = "root:x:0:0:root:/root:/bin/bash\nanna:x:1000:1000::/home/anna:/bin/bash\n"
Call = tuple[str, str, str]


def room_of(frame: FrameType | None) -> str | None:
    """The room of the code of a frame; None outside of the collection and within the engine."""
    name = str(frame.f_globals.get("__name__", "")) if frame else ""
    if not name.startswith(PREFIX):
        return None
    if name == f"{PREFIX}module_utils.realism.planning":
        return "planning"
    half, _dot, rest = name.removeprefix(PREFIX).partition(".")
    return rest.partition(".")[0] if half == "plugin_utils" else None


@contextmanager
def calls() -> Iterator[list[Call]]:
    """Collects the calls between rooms during the context, as (caller, callee, function)."""
    found: list[Call] = []

    def profile(frame: FrameType, event: str, _argument: Any) -> None:
        callee, caller = room_of(frame), room_of(frame.f_back)
        name = frame.f_code.co_name
        if (
            event == "call"
            and callee in ROOMS
            and caller in ROOMS
            and callee != caller
            and not name.startswith(("_", "<"))
        ):
            call = (caller, callee, name)
            # Repeated calls in a row (the rows of a table, the events of a log) are one arrow.
            if call not in found[-4:]:
                found.append(call)

    sys.setprofile(profile)
    try:
        yield found
    finally:
        sys.setprofile(None)


def traced_tick(folder: Path) -> list[Call]:
    """The calls of one tick on a directory with one persona, with files and logs that are due."""
    for name in ("etc", "home/anna", "tmp", "var/log"):
        (folder / "root" / name).mkdir(parents=True)
    (folder / "root/etc/passwd").write_text(PASSWD, encoding="utf-8")
    (folder / "root/etc/crontab").write_text("17 * * * * root run-parts /etc/cron.hourly\n", encoding="utf-8")
    (folder / "root/var/log/syslog").touch()
    persona = Persona("Anna Berg", "anna@corp.example", "anna", "systems administrator")
    options = {name: item.get("default") for name, item in argument_spec("decky", "weights", "pace", "mail").items()}
    with open_ledger(str(folder / "ledger.db"), seed="flow") as ledger:
        transport = RootfsTransport("web-01", str(folder / "root"))
        task = TaskContext(
            name="web-01",
            now=NOW,
            check=False,
            seed="flow",
            options={**options, "llm": "none"},
            ledger=ledger,
            transport=transport,
            mail_transports=(transport,),
            personas=(persona,),
            services=("ssh",),
            fleet=("web-01",),
            find_peers=lambda: (),
        )
        ledger.set_clocks("web-01", {"tick": NOW - timedelta(hours=8)})
        with calls() as found:
            result = tick(task)
    if not result["changed"]:
        raise RuntimeError("nothing was due in the traced tick; choose another seed")
    return found


def diagram(found: list[Call]) -> str:
    """The calls as a Mermaid sequence diagram."""
    present = [room for room in ROOMS if any(room in call[:2] for call in found)]
    lines = ["```mermaid", "sequenceDiagram", *(f"    participant {room}" for room in present)]
    lines += [f"    {caller} ->> {callee}: {name}" for caller, callee, name in found]
    return "\n".join([*lines, "```"])


def section() -> str:
    """The diagram between its markers, as in docs/design.md."""
    with tempfile.TemporaryDirectory() as folder:
        found = traced_tick(Path(folder))
    rooms = {room for call in found for room in call[:2]}
    from_top = sum(caller == "services" for caller, _callee, _name in found)
    said = (
        f"One tick goes through {len(rooms)} rooms. `services` calls {from_top} times, one after the other: "
        "there is one way down"
        f" and one way back. The picture has {len(found)} calls."
    )
    return f"{BEGIN}\n{diagram(found)}\n\n{said}\n{END}"


def main() -> int:
    """Prints the section or writes it to the page; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the diagram to docs/design.md")
    made = section()
    if not parser.parse_args().write:
        print(made)
        return 0
    page = PAGE.read_text(encoding="utf-8")
    before, _begin, rest = page.partition(BEGIN)
    PAGE.write_text(before + made + rest.partition(END)[2], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
