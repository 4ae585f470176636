# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Language models over real HTTP and as a real subprocess.

Whatever they do, a tick gets its texts, and the events record who wrote them.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.llm import (
    LLMBackend,
    LLMError,
    LLMTimeout,
    Prompt,
    get_llm,
)
from contracts.llm_backend import *  # noqa: F403  (the contract's tests run here)
from contracts.llm_backend import Behaving

from .aging.conftest import Fleet
from .conditions import wait_until

ASKED = Prompt("You are somebody.", "Reword.\n<text>\nFirst line.\nA second, longer line.\n</text>\n")
PEOPLE: list[dict[str, Any]] = [
    {
        "name": "Anna Berg",
        "email": "anna@corp.example",
        "login": "anna",
        "role": "systems administrator",
        "mannerisms": ["hums", "counts", "draws"],
    },
    {"name": "Ed Cole", "email": "ed@corp.example", "login": "ed", "role": "buyer", "reply_latency": "fast"},
]


class Server:
    """The server as a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "asked.jsonl"
        script = Path(__file__).with_name("llm_server.py")
        self.process = subprocess.Popen(
            [sys.executable, str(script), "0", str(self.log)], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def asked(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    yield made
    made.kill()


@pytest.fixture(params=["openai_compatible", "ollama"])
def behaving(request: pytest.FixtureRequest, server: Server) -> Behaving:
    """The backends over HTTP; the server behaves as the name of the model says."""

    def make(behaviour: str) -> LLMBackend:
        timeout = 1 if behaviour == "slow" else 120
        made = get_llm(str(request.param), {}, {"model": behaviour, "url": server.url, "timeout": timeout})
        assert made is not None
        return made

    return make


@pytest.mark.parametrize(("backend", "path"), [("openai_compatible", "/v1/chat/completions"), ("ollama", "/api/chat")])
def test_a_backend_speaks_its_api(server: Server, backend: str, path: str) -> None:
    base = server.url + ("/v1" if backend == "openai_compatible" else "")
    made = get_llm(backend, {}, {"model": "echo", "url": base, "api_key": "sesame", "max_tokens": 9})
    assert made is not None
    assert "A second, longer line. Reworded." in made.complete(ASKED).text
    [request] = server.asked()
    assert (
        request["path"] == path
        and request["stream"] is False
        and request["messages"][0] == {"role": "system", "content": ASKED.system}
    )
    assert request["key"] == ("Bearer sesame" if backend == "openai_compatible" else None)


@pytest.mark.parametrize("backend", ["openai_compatible", "ollama"])
@pytest.mark.parametrize(
    ("model", "error"),
    [
        ("slow", LLMTimeout),
        ("dribbling", LLMTimeout),
        ("broken", LLMError),
        ("missing", LLMError),
        ("nothing", LLMError),
        ("malformed", LLMError),
        ("nested", LLMError),
        ("huge", LLMError),
        ("reset", LLMError),
        ("elsewhere", LLMError),
    ],
)
def test_whatever_goes_wrong_is_one_sentence_in_time(
    server: Server, backend: str, model: str, error: type[Exception]
) -> None:
    seconds = 1 if error is LLMTimeout else 120
    made = get_llm(backend, {}, {"model": model, "url": server.url, "api_key": "sesame", "timeout": seconds})
    assert made is not None
    with pytest.raises(error) as caught:
        made.complete(ASKED)
    assert isinstance(caught.value, LLMTimeout) is (error is LLMTimeout)
    assert "sesame" not in str(caught.value) and len(str(caught.value)) < 200


def test_a_server_that_is_not_there_is_told(server: Server) -> None:
    server.kill()
    made = get_llm("ollama", {}, {"model": "echo", "url": server.url, "timeout": 2})
    assert made is not None
    with pytest.raises(LLMError, match="check that the server runs"):
        made.complete(ASKED)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program named ollama that behaves like the real one, which is not available here.

    It has a prompt on stdin, and a spinner and colours on stdout.
    """
    program = tmp_path / "bin" / "ollama"
    program.parent.mkdir()
    program.write_text("""#!/bin/sh
[ "$1" = run ] || exit 64
echo "$@" > "$0.argv"; cat > "$0.stdin"
case $2 in
  slow) sleep 36000 & echo $! > "$0.child"; wait;;
  absent) echo 'Error: pull model manifest' >&2; exit 1;;
  *) printf '\\033[?25l\\342\\240\\213 \\033[?25h\\rSubject: Hello\\n\\nReworded.\\n';;
esac
""")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return program


def test_the_command_gets_its_prompt_on_standard_input_only(command: Path) -> None:
    made = get_llm("ollama", {}, {"model": "llama3.2"})
    assert made is not None and made.complete(ASKED).text.strip() == "Subject: Hello\n\nReworded."
    assert "First line." in command.with_name("ollama.stdin").read_text()
    assert command.with_name("ollama.argv").read_text() == "run llama3.2\n"


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_command_that_hangs_or_fails_leaves_nothing_behind(command: Path) -> None:
    started = command.with_name("ollama.child")
    # A busy machine may need longer than the time limit to come as far as the child.
    for seconds in (1, 4, 16, 64, 256):
        slow = get_llm("ollama", {}, {"model": "slow", "timeout": seconds})
        assert slow is not None
        with pytest.raises(LLMTimeout):
            slow.complete(ASKED)
        if started.exists() and started.read_text():
            break
    child = int(started.read_text())
    # Whoever is killed is gone in a moment, not at once.
    wait_until(lambda: not _runs(child), "the child of the command is gone")
    absent = get_llm("ollama", {}, {"model": "absent"})
    assert absent is not None
    with pytest.raises(LLMError, match="status 1"):
        absent.complete(ASKED)


@pytest.fixture
def rootfs(tmp_path: Path) -> Fleet:
    """A decky that is a directory, with mailboxes."""
    root = tmp_path / "root"
    for index, person in enumerate(PEOPLE):
        home = root / "home" / str(person["login"])
        home.mkdir(parents=True)
        os.chown(home, 1000 + index, 1000 + index)
    (root / "etc").mkdir()
    (root / "etc/hostname").write_text("mail-01\n")
    (root / "etc/passwd").write_text(
        "".join(
            f"{person['login']}:x:{1000 + index}:{1000 + index}::/home/{person['login']}:/bin/bash\n"
            for index, person in enumerate(PEOPLE)
        )
    )
    fleet = Fleet(tmp_path, {"mail-01": {"decoy_rootfs": str(root), "ansible_connection": "local"}})
    return Fleet(tmp_path, {**fleet.hosts})


def tick(fleet: Fleet, day: int, model: str, url: str, **settings: Any) -> dict[str, Any]:
    task = [
        {
            "decnet.realism.decoy_tick": {
                "llm": "openai_compatible",
                "llm_settings": {"model": model, "url": url, "timeout": 1 if model == "slow" else 120, **settings},
            }
        }
    ]
    return fleet.results(
        task, decoy_now=f"2026-03-{day:02d}T18:30:11Z", decoy_personas=PEOPLE, decoy_services=["imap"], decoy_rate=3
    )["mail-01"]


def authors(fleet: Fleet) -> list[tuple[str, str, str | None]]:
    query = """select action, json_extract(payload, '$.author'), json_extract(payload, '$.note') from events
               where status = 'done'
               and (action = 'email:send' or (action = 'file:create' and persona is not null))
               order by ts, occurred_at"""
    with sqlite3.connect(fleet.ledger) as connection:
        return connection.execute(query).fetchall()


def test_a_tick_takes_what_a_model_says_and_the_events_say_so(rootfs: Fleet, server: Server) -> None:
    for day in (2, 3, 4):
        assert not tick(rootfs, day, "echo", server.url, max_calls=50).get("failed")
    done = authors(rootfs)
    assert sum(author == "llm" for _action, author, _note in done) >= 0.7 * len(done) > 4
    assert {action for action, author, _note in done if author == "llm"} == {"email:send", "file:create"}
    with sqlite3.connect(rootfs.ledger) as connection:
        bodies = [body for (body,) in connection.execute("select body from emails where author = 'llm'")]
    assert bodies and all("Reworded." in body for body in bodies)
    systems = [request["messages"][0]["content"] for request in server.asked()]
    assert all("em dash" in text for text in systems) and any("systems administrator" in text for text in systems)
    threads = [
        text
        for text in (request["messages"][1]["content"] for request in server.asked())
        if "It answers this mail" in text
    ]
    assert (
        threads
        and all("<mail>" in text for text in threads)
        and any("What was written before that" in text for text in threads)
    )
    habits = [text.partition("One of your habits: ")[2].partition(".")[0] for text in systems if "Anna" in text]
    assert habits and all(len(text.split("; ")) in (1, 2) for text in habits)


@pytest.mark.parametrize("model", ["broken", "empty", "slow"])
def test_a_model_that_fails_costs_no_text_and_opens_its_breaker(rootfs: Fleet, server: Server, model: str) -> None:
    for day in (2, 3, 4):
        result = tick(rootfs, day, model, server.url)
        assert not result.get("failed") and "Traceback" not in str(result)
    done = authors(rootfs)
    assert len(done) > 6 and {author for _action, author, _note in done} <= {"composed", None}
    notes = [note for _action, _author, note in done]
    if model == "empty":
        assert set(notes) == {"llm: unusable, it is empty", "llm: no more calls in this task"}
    else:
        # Three failures, then nobody is asked any more, in later ticks neither.
        assert len(server.asked()) == 3
        assert notes[-1] == "llm: the breaker is open" and sum("breaker" not in str(note) for note in notes) == 3


def test_a_server_that_dies_in_the_middle_loses_no_tick(rootfs: Fleet, server: Server) -> None:
    assert tick(rootfs, 2, "echo", server.url)["changed"]
    server.kill()
    for day in (3, 4):
        assert not tick(rootfs, day, "echo", server.url).get("failed")
    done = authors(rootfs)
    assert {author for _action, author, _note in done} >= {"llm", "composed"} and any(
        "check that the server runs" in str(note) for _a, _b, note in done
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"llm": "ollama"}, "llm_settings.model"),
        ({"llm": "openai_compatible", "llm_settings": {"model": "x"}}, "llm_settings.url"),
        ({"llm": "ollama", "llm_settings": {"modell": "x"}}, "'modell' is not a setting"),
        ({"llm": "ollama", "llm_settings": {"model": "x", "url": "ftp://x"}}, "http://"),
    ],
)
def test_a_wrong_setting_is_one_sentence(rootfs: Fleet, arguments: dict[str, Any], said: str) -> None:
    result = rootfs.results(
        [{"decnet.realism.decoy_tick": arguments}],
        decoy_now="2026-03-02T18:30:11Z",
        decoy_personas=PEOPLE,
        decoy_rate=3,
    )["mail-01"]
    assert result["failed"] and said in result["msg"] and "mail-01" in result["msg"]
