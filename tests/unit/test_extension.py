# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A new implementation consists of the files that CONTRIBUTING.md names, and no others.

Each is written into a copy of the collection and used there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COLLECTION = "ansible_collections.decnet.realism.plugins"
LICENCE = """# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations
"""


@dataclass(frozen=True, kw_only=True)
class Extension:
    """An implementation: its code, its changes to the documentation, and a script that uses it and prints results."""

    kind: str
    name: str
    #: One for each file that is written, in the order of the table.
    code: tuple[str, ...]
    documented: tuple[str, str] | None
    use: str
    printed: str


EXTENSIONS = (
    Extension(
        kind="LLM backend",
        name="parrot",
        code=(
            """
from ..base import LLMBackend, LLMResult, Prompt


class ParrotBackend(LLMBackend):
    name = "parrot"

    def complete(self, prompt: Prompt) -> LLMResult:
        return LLMResult(prompt.user.upper(), "parrot", 0.0)
""",
        ),
        documented=(
            "choices: [none, fake, ollama, openai_compatible]",
            "choices: [none, fake, ollama, openai_compatible, parrot]",
        ),
        use=f"""
from {COLLECTION}.plugin_utils.llm import Prompt, get_llm
from {COLLECTION}.plugin_utils.task.options import argument_spec, read_options
options = read_options({{}}, {{}}, {{"decoy_llm": "parrot"}}, str)
print(get_llm(options["llm"], {{}}, None).complete(Prompt("", "polly")).text)
""",
        printed="POLLY",
    ),
    Extension(
        kind="transport",
        name="mirror",
        code=(
            """
from .rootfs import RootfsTransport
from .target import Fit, Target


class MirrorTransport(RootfsTransport):
    name = "mirror"
    connections = ("example.mirror.mirror",)
    variables = ("mirror_root",)

    @classmethod
    def for_target(cls, target: Target) -> MirrorTransport:
        return MirrorTransport(target.host, target.variables["mirror_root"], target.timeout)

    @classmethod
    def fit(cls, target: Target) -> Fit:
        return Fit.CONNECTION if target.connection in cls.connections else Fit.NONE
""",
        ),
        documented=("choices: [auto, docker, rootfs, shell]", "choices: [auto, docker, mirror, rootfs, shell]"),
        use=f"""
from {COLLECTION}.plugin_utils.task.options import read_options
from {COLLECTION}.plugin_utils.transports import connection_variables, for_host
inventory = {{"ansible_connection": "example.mirror.mirror", "mirror_root": "/srv/mirror", "unrelated": 1}}
known = {{name: value for name, value in inventory.items() if name in connection_variables()}}
by_connection = for_host("web-01", known, None)
options = read_options({{}}, {{"transport": "mirror"}}, {{}}, str)
by_name = for_host("web-01", known, None, transport=options["transport"])
print(type(by_connection).__name__, type(by_name).__name__, by_name.root, sorted(known))
""",
        printed="MirrorTransport MirrorTransport /srv/mirror ['ansible_connection', 'mirror_root']",
    ),
    Extension(
        kind="bus publisher",
        name="console",
        code=(
            """
from .base import Publisher


class ConsolePublisher(Publisher):
    kind = "console"
    settings = ("greeting",)
    required = ("greeting",)

    def __init__(self, name, greeting):
        super().__init__(name)
        self._greeting = greeting

    @classmethod
    def configured(cls, name, settings, ledger):
        return cls(name, settings["greeting"])

    def publish(self, messages):
        print(self.name, self._greeting, *(message.topic for message in messages))
""",
        ),
        documented=(
            "      - The name identifies the publisher's messages",
            "      - The type V(console) prints. Its setting is C(greeting).\n"
            "      - The name identifies the publisher's messages",
        ),
        use=f"""
from {COLLECTION}.plugin_utils.bus import Message, publishers_of
console = {{"type": "console", "greeting": "hello", "name": "desk"}}
for publisher in publishers_of(["jsonl", console], "/tmp/ledger.db")[1:]:
    publisher.publish([Message("1", "orchestrator.file.web-01", "", {{}})])
""",
        printed="desk hello orchestrator.file.web-01",
    ),
    Extension(
        kind="ledger backend",
        name="drive",
        code=(
            """
from .sqlite import SQLiteBackend


class DriveBackend(SQLiteBackend):
    scheme = "drive"

    def __init__(self, location: str) -> None:
        super().__init__(location.removeprefix("drive:/"))
        self.location = location
""",
        ),
        documented=(
            "      - C(postgresql://user:password@host/database) is",
            "      - C(drive://path) is a file on a drive.\n      - C(postgresql://user:password@host/database) is",
        ),
        use=f"""
from os.path import exists
from tempfile import mkdtemp
from {COLLECTION}.plugin_utils.bus.settings import publishers_of
from {COLLECTION}.plugin_utils.ledger import ledger_exists, open_ledger
folder = mkdtemp()
location = "drive:/" + folder + "/ledger.db"
before = ledger_exists(location)
with open_ledger(location, seed="plugged in") as ledger:
    [publisher] = publishers_of(["jsonl"], location)
    print(ledger.fleet_seed, before, exists(folder + "/ledger.db"), publisher.path == folder + "/events.jsonl")
""",
        printed="plugged in False True True",
    ),
    Extension(
        kind="action kind",
        name="chmod",
        code=(
            """
from dataclasses import dataclass

from .base import Action


@dataclass(frozen=True, kw_only=True)
class ChmodAction(Action):
    path: str

    kind = "file"
    event_action = "file:chmod"
    room = "orchestrator.file"

    def outline(self):
        return {**super().outline(), "path": self.path}
""",
            """
from ....module_utils.realism.model.actions import Outcome
from ....module_utils.realism.model.actions.chmod import ChmodAction
from .base import ActivityDriver


class ChmodDriver(ActivityDriver):
    carries = (ChmodAction,)

    def run(self, action):
        return Outcome(action=action, success=True, changed=True, payload={"through": self.transport})
""",
        ),
        documented=None,
        use=f"""
from datetime import datetime, timezone
from tempfile import mkdtemp
from {COLLECTION}.module_utils.realism.model.actions.chmod import ChmodAction
from {COLLECTION}.module_utils.realism.planning.plan import Plan
from {COLLECTION}.plugin_utils.execution.executor import Executor
from {COLLECTION}.plugin_utils.ledger import open_ledger
from {COLLECTION}.plugin_utils.task.results import result_of
now = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)
plan = Plan(actions=(ChmodAction(decky="web-01", moment=now, path="/home/anna/x"),))
with open_ledger(mkdtemp() + "/ledger.db") as ledger:
    result = result_of(plan, Executor(ledger, "any", ()).apply("web-01", now, plan))
    print(result["changed"], result["actions"][0]["action"], result["actions"][0]["path"], ledger.last_ticks())
""",
        printed="True file:chmod /home/anna/x {}",
    ),
)
KINDS = [extension.kind for extension in EXTENSIONS]


def rows() -> dict[str, tuple[list[str], list[str]]]:
    """The table of CONTRIBUTING.md: for each kind the files to write and those that document it."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.split("| to add | write | document in |\n")[1].split("\n\n")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[1:]]
    return {kind: (re.findall("`(.+?)`", write), re.findall("`(.+?)`", document)) for kind, write, document in cells}


@dataclass(frozen=True)
class Copy:
    """The collection in a folder of its own; the clone is out of reach of what runs there."""

    folder: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Python in the copy."""
        path = str(self.folder.parents[2])
        environment = {**os.environ, "PYTHONPATH": path, "ANSIBLE_COLLECTIONS_PATH": path}
        environment.pop("ANSIBLE_CONFIG", None)
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def declarations(self) -> subprocess.CompletedProcess[str]:
        """The test that compares documentation and options."""
        return self.run("-m", "pytest", "-n", "0", "tests/unit/test_declarations.py", "-k", "documents or documented")

    def add(self, extension: Extension) -> None:
        """Write the files that are code."""
        written, _documented = rows()[extension.kind]
        for path, code in zip(written, extension.code, strict=True):
            file = self.folder / path.replace("NAME", extension.name)
            assert not file.exists()
            file.write_text(LICENCE + code, encoding="utf-8")

    def document(self, extension: Extension) -> None:
        """Edit the file that is documentation, if there is one."""
        _written, documents = rows()[extension.kind]
        if extension.documented is None:
            assert documents == []
            return
        [documented], (old, new) = documents, extension.documented
        text = (self.folder / documented).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (self.folder / documented).write_text(text.replace(old, new), encoding="utf-8")


def copied(folder: Path) -> Copy:
    target = folder / "ansible_collections/decnet/realism"
    for part in ("plugins", "roles", "meta"):
        shutil.copytree(ROOT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
    (target / "tests/unit").mkdir(parents=True)
    shutil.copy(ROOT / "tests/unit/test_declarations.py", target / "tests/unit")
    shutil.copy(ROOT / "pyproject.toml", target)
    return Copy(target)


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The collection with one more implementation of each kind, none of them documented."""
    copy = copied(tmp_path_factory.mktemp("extended"))
    for extension in EXTENSIONS:
        copy.add(extension)
    return copy


@pytest.mark.parametrize("extension", EXTENSIONS, ids=KINDS)
def test_what_is_written_is_found_and_used(extension: Extension, extended: Copy) -> None:
    used = extended.run("-c", extension.use)
    assert used.stdout.strip() == extension.printed, used.stderr


@pytest.mark.slow
def test_the_other_file_documents_it(extended: Copy) -> None:
    """Where it is forgotten the test of the declarations names it; with it there is nothing left to do."""
    forgotten = extended.declarations()
    assert forgotten.returncode == 1
    for extension in EXTENSIONS:
        for documented in rows()[extension.kind][1]:
            assert documented in forgotten.stdout and extension.name in forgotten.stdout
        extended.document(extension)
    complete = extended.declarations()
    assert complete.returncode == 0, complete.stdout


def test_two_implementations_of_one_name_are_refused(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    folder = copy.folder / "plugins/plugin_utils/llm/backends"
    (folder / "echo.py").write_text((folder / "fake.py").read_text(encoding="utf-8"))
    found = copy.run("-c", f"from {COLLECTION}.plugin_utils.llm.factory import backends; backends()")
    assert "both have the name fake" in found.stderr
