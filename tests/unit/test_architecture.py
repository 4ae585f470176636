# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The house's rooms: imports go down only (action, plugin_utils, module_utils/realism), and the engine stays pure."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
COLLECTION = "ansible_collections.decnet.realism.plugins"
ENGINE = PLUGINS / "module_utils" / "realism"
#: From the bottom to the top; a half may import itself and those before it.
HALVES = ("module_utils", "plugin_utils", "action")
#: What each room may import beside itself. A new arrow is a decision: draw it here, and on the page about the design.
ENGINE_ROOMS = {
    "model": (),
    "corpora": (),
    "behaviour": ("model",),
    "company": ("corpora", "model"),
    "hostlogs": ("corpora", "model"),
    "content": ("company", "corpora", "hostlogs", "model"),
    "mail": ("behaviour", "company", "content", "corpora", "hostlogs", "model"),
    "planning": ("behaviour", "company", "content", "hostlogs", "mail", "model"),
}
CONTROLLER_ROOMS = {
    "atomic_file": (),
    "registry": (),
    "transports": ("registry",),
    "ledger": ("registry",),
    "llm": ("registry",),
    "bus": ("ledger", "registry"),
    "personas": ("atomic_file",),
    "schedule": (),
    "observation": ("ledger", "transports"),
    "execution": ("ledger", "transports"),
    "task": ("bus", "ledger", "llm", "observation", "personas", "transports"),
    "services": ("execution", "llm", "observation", "task"),
    "reporting": ("bus", "ledger", "task"),
}
#: Beside the standard library, the engine reads its corpora with PyYAML.
ENGINE_PACKAGES = {"yaml"}
#: The ways in which pure code reaches the world. `random` is allowed for its class, `datetime` for its types.
IMPURE_MODULES = {
    "asyncio",
    "ctypes",
    "http",
    "logging",
    "multiprocessing",
    "os",
    "secrets",
    "select",
    "shutil",
    "signal",
    "socket",
    "sqlite3",
    "ssl",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "urllib",
}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
#: Of uuid, what is a function of its arguments; uuid1 and its like read the clock, uuid4 the system's random source.
PURE_UUID = {"UUID", "uuid3", "uuid5", "NAMESPACE_DNS", "NAMESPACE_URL"}
#: May open files: it loads the corpora.
READERS = {"corpora/__init__.py"}


def sources(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def named(path: Path) -> str:
    return str(path.relative_to(PLUGINS))


def imports(path: Path) -> Iterator[str]:
    """The full name of every module that a file imports, wherever in it; relative ones resolved."""
    package = [*COLLECTION.split("."), *path.relative_to(PLUGINS).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def half_of(module: str) -> str | None:
    inside = module.removeprefix(f"{COLLECTION}.")
    return inside.split(".")[0] if inside != module else None


def room_of(module: str, half: str) -> str | None:
    """The room of a module in that half; None for a module elsewhere, and for the half itself."""
    inside = module.removeprefix(f"{COLLECTION}.{half}.")
    return inside.split(".")[0] if inside != module else None


@pytest.mark.parametrize("half", HALVES)
def test_a_half_imports_only_itself_and_what_is_below(half: str) -> None:
    """An upward import makes the engine untestable without Ansible, or a transport depend on a module."""
    above = set(HALVES[HALVES.index(half) + 1 :])
    found = [
        f"{named(path)} imports {module}"
        for path in sources(PLUGINS / half)
        for module in imports(path)
        if half_of(module) in above
    ]
    assert found == []


@pytest.mark.parametrize(
    ("folder", "half", "rooms"),
    [
        (ENGINE, "module_utils.realism", ENGINE_ROOMS),
        (PLUGINS / "plugin_utils", "plugin_utils", CONTROLLER_ROOMS),
    ],
    ids=["engine", "controller"],
)
def test_a_room_imports_only_the_rooms_that_it_may(folder: Path, half: str, rooms: dict[str, tuple[str, ...]]) -> None:
    """Rooms in a circle can only be understood, tested and changed together."""
    inside = {path.relative_to(folder).parts[0].removesuffix(".py") for path in sources(folder)} - {"__init__"}
    assert inside == set(rooms)
    order = list(rooms)
    assert all(order.index(below) < order.index(room) for room, allowed in rooms.items() for below in allowed)
    found: list[str] = []
    used: set[tuple[str, str]] = set()
    for path in sources(folder):
        own = path.relative_to(folder).parts[0].removesuffix(".py")
        for other in {room for module in imports(path) if (room := room_of(module, half))} - {own}:
            used.add((own, other))
            if own != "__init__" and other not in rooms[own]:
                found.append(f"{named(path)} imports the room {other}")
    assert found == []
    unused = {(room, below) for room, allowed in rooms.items() for below in allowed} - used
    assert unused == set(), "an arrow that nothing uses is no arrow"


def test_the_engine_needs_nothing_but_the_standard_library_and_yaml() -> None:
    """With Ansible, docker or SQLAlchemy in it the engine could not run thousands of cases a second in plain Python."""
    allowed = set(sys.stdlib_module_names) | ENGINE_PACKAGES
    found = [
        f"{named(path)} imports {module}"
        for path in sources(ENGINE)
        for module in imports(path)
        if module.split(".")[0] not in allowed and not module.startswith(f"{COLLECTION}.module_utils.realism")
    ]
    assert found == []


def test_the_engine_reaches_no_file_process_network_or_clock() -> None:
    """A tick that is missed, repeated or run elsewhere finds the same activity times.

    That holds only if nothing but arguments decides.
    """
    found = [
        f"{named(path)} imports {module}"
        for path in sources(ENGINE)
        for module in imports(path)
        if module.split(".")[0] in IMPURE_MODULES and named(path).removeprefix("module_utils/realism/") not in READERS
    ]
    for path in sources(ENGINE):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "uuid":
                found += [
                    f"{named(path)} imports uuid.{each.name}" for each in node.names if each.name not in PURE_UUID
                ]
            if isinstance(node, ast.Call):
                found += [f"{named(path)}:{node.lineno} {why}" for why in impurities(node.func, path)]
    assert found == []


def impurities(called: ast.expr, path: Path) -> Iterator[str]:
    """What is impure about calling this."""
    if isinstance(called, ast.Name):
        if called.id in ("input", "print", "eval", "exec") or (
            called.id == "open" and named(path).removeprefix("module_utils/realism/") not in READERS
        ):
            yield f"calls {called.id}()"
        if called.id == "hash":
            yield "calls hash(), which differs from one process to the next"
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        owner, name = called.value.id, called.attr
        if (owner, name) in CLOCKS:
            yield f"reads the clock by {owner}.{name}()"
        if owner == "uuid" and name not in PURE_UUID:
            yield f"asks the machine by uuid.{name}()"
        if owner == "random" and name != "Random":
            yield f"throws the process's own dice by random.{name}()"


def test_modules_are_documentation_and_no_code() -> None:
    """Whatever a module imports or runs would be shipped to the decky as a payload."""
    found = []
    for path in sources(PLUGINS / "modules"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            constant = isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
            if not (text or constant or future):
                found.append(f"{named(path)}:{node.lineno}")
    assert found == []


def test_every_module_has_its_action_plugin() -> None:
    """A module without an action runs empty code on the decky; an action without a module has no documentation."""
    assert {path.stem for path in sources(PLUGINS / "modules")} == {path.stem for path in sources(PLUGINS / "action")}
