# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every publisher with a real receiver: a rotated file, an HTTP listener, a NATS server that is killed."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import nats
import pytest
import yaml
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.plugin_utils.bus import publishers_of
from ansible_collections.decnet.realism.plugins.plugin_utils.bus.relay import Relayed, relay
from ansible_collections.decnet.realism.plugins.plugin_utils.bus.settings import names_of
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, open_ledger, outbox
from ansible_collections.decnet.realism.plugins.plugin_utils.reporting.health import VERSION

from ..conditions import PATIENCE

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
TOKEN = "open-sesame"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(str(tmp_path / "ledger.db")) as made:
        yield made


def say(ledger: Ledger, publisher: str, *numbers: int) -> None:
    for number in numbers:
        ledger.enqueue((publisher,), "orchestrator.file.d1", {"uuid": f"id-{number:04d}", "n": number}, NOW)


def carry(ledger: Ledger, *bus: Any) -> Relayed:
    [relayed] = relay(ledger, publishers_of(bus, ledger.path))
    assert TOKEN not in str(relayed)
    return relayed


def lines(path: Path) -> list[int]:
    return [json.loads(line)["data"]["n"] for line in path.read_text().splitlines()] if path.exists() else []


def test_a_file_gets_each_event_once_in_order_and_may_be_rotated(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    say(ledger, "jsonl", 1, 2, 3)
    assert carry(ledger, "jsonl").published == 3
    path.rename(tmp_path / "events.jsonl.1")
    say(ledger, "jsonl", 4)
    carry(ledger, "jsonl")
    assert (lines(tmp_path / "events.jsonl.1"), lines(path)) == ([1, 2, 3], [4])
    assert path.stat().st_mode & 0o077 == 0 and carry(ledger, "jsonl").published == 0


def test_a_run_that_died_after_writing_does_not_write_again(ledger: Ledger, tmp_path: Path) -> None:
    """The lines are in the file and still in the outbox, as after kill -9 between the two steps."""
    say(ledger, "jsonl", 1, 2, 3)
    [publisher] = publishers_of(["jsonl"], ledger.path)
    from ansible_collections.decnet.realism.plugins.plugin_utils.bus.relay import message_of

    publisher.publish([message_of(row) for row in ledger.unpublished("jsonl")[:2]])
    with (tmp_path / "events.jsonl").open("a") as stream:
        stream.write('{"cut off')
    assert carry(ledger, "jsonl").published == 3
    whole = [line for line in (tmp_path / "events.jsonl").read_text().splitlines() if line.endswith("}")]
    assert [json.loads(line)["data"]["n"] for line in whole] == [1, 2, 3]


def test_a_full_or_wrong_file_keeps_everything_for_later(ledger: Ledger) -> None:
    say(ledger, "jsonl", 1, 2)
    for path in ("/dev/full", "/proc/none/events"):
        relayed = carry(ledger, {"type": "jsonl", "path": path})
        assert relayed.problem and path in relayed.problem and (relayed.published, relayed.waiting) == (0, 2)


def test_the_outbox_of_a_dead_bus_is_bounded_and_lost_messages_are_counted(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MOST_ROWS", 5)
    say(ledger, "jsonl", *range(9))
    relayed = carry(ledger, {"type": "jsonl", "path": "/dev/full"})
    assert (relayed.dropped, relayed.waiting) == (4, 5)
    assert [row.payload["n"] for row in ledger.unpublished("jsonl")] == [4, 5, 6, 7, 8]


class Listener:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        script = Path(__file__).with_name("listener.py")
        self.process = subprocess.Popen(
            [sys.executable, str(script), "0", str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        self.bus = {
            "type": "webhook",
            "url": f"http://127.0.0.1:{int(self.process.stdout.readline())}/in?key=x",
            "token": TOKEN,
            "timeout": 60,
        }

    def answer(self, *statuses: int) -> None:
        (self.folder / "answers").write_text("\n".join(map(str, statuses)))

    def taken(self) -> list[dict[str, Any]]:
        path = self.folder / "taken"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    made = Listener(tmp_path)
    yield made
    made.kill()


def test_a_webhook_gets_each_event_once_in_order_through_failures(ledger: Ledger, listener: Listener) -> None:
    say(ledger, "webhook", *range(6))
    listener.answer(200, 200, 503)
    first = carry(ledger, listener.bus)
    assert (first.published, first.waiting) == (2, 4) and "status 503" in str(first.problem)
    listener.answer(200, 429)
    assert carry(ledger, listener.bus).waiting == 3
    assert carry(ledger, listener.bus).waiting == 0
    assert [item["data"]["n"] for item in listener.taken()] == list(range(6))
    assert all(item["key"] == item["id"] == f"id-{item['data']['n']:04d}" for item in listener.taken())


def test_a_message_that_is_never_accepted_does_not_block_the_others(ledger: Ledger, listener: Listener) -> None:
    say(ledger, "webhook", *range(4))
    listener.answer(200, 422)
    relayed = carry(ledger, listener.bus)
    assert (relayed.published, relayed.rejected, relayed.waiting, relayed.problem) == (3, 1, 0, None)
    assert [item["data"]["n"] for item in listener.taken()] == [0, 2, 3]


def test_a_missing_or_refusing_listener_is_reported_without_the_token(ledger: Ledger, listener: Listener) -> None:
    say(ledger, "webhook", 1)
    assert "status 401" in str(carry(ledger, {**listener.bus, "token": "another"}).problem)
    listener.kill()
    relayed = carry(ledger, listener.bus)
    assert relayed.waiting == 1 and "does not respond" in str(relayed.problem) and "key=x" not in str(relayed.problem)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    name = f"decoy-nats-{os.getpid()}"
    image = subprocess.run(
        [str(ROOT / "tools/services/build"), "nats"], check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    try:
        subprocess.run(["docker", "run", "-d", "--name", name, image], check=True, capture_output=True)
        yield name
    finally:
        subprocess.run(["docker", "rm", "-f", "-v", name], check=False, capture_output=True)


def url(name: str) -> str:
    template = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"
    address = subprocess.run(
        ["docker", "inspect", "-f", template, name], check=True, capture_output=True, text=True
    ).stdout.strip()
    return f"nats://{address}:4222"


async def _connected(name: str) -> Any:
    last: Exception | None = None
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            return await nats.connect(url(name), token=TOKEN, allow_reconnect=False, connect_timeout=10)
        except (OSError, nats.errors.Error) as problem:
            last = problem
            await asyncio.sleep(0.2)
    raise AssertionError(f"after {PATIENCE:.0f} s nats-server does not answer; {last}")


async def _answers(name: str) -> None:
    await (await _connected(name)).close()


async def _stream(name: str) -> None:
    connection = await _connected(name)
    await connection.jetstream().add_stream(name="fleet", subjects=["orchestrator.>", "system.>"])
    await connection.close()


async def _kept(name: str) -> list[int]:
    connection = await _connected(name)
    count = (await connection.jetstream().stream_info("fleet")).state.messages
    subscription = await connection.jetstream().subscribe("orchestrator.>", ordered_consumer=True)
    messages = [await subscription.next_msg(timeout=PATIENCE) for _message in range(count)]
    await connection.close()
    return [json.loads(message.data)["data"]["n"] for message in messages]


def test_a_nats_server_that_is_killed_loses_nothing_and_has_nothing_twice(ledger: Ledger, server: str) -> None:
    asyncio.run(_stream(server))
    bus = {"type": "nats", "url": url(server), "token": TOKEN, "jetstream": True, "timeout": 30}
    say(ledger, "nats", *range(50))
    assert carry(ledger, bus).published == 50
    say(ledger, "nats", *range(50, 100))
    subprocess.run(["docker", "kill", "-s", "KILL", server], check=True, capture_output=True)
    dead = carry(ledger, bus | {"timeout": 2})
    assert dead.waiting == 50 and "does not accept messages" in str(dead.problem)
    subprocess.run(["docker", "start", server], check=True, capture_output=True)
    asyncio.run(_answers(server))
    bus["url"] = url(server)
    # As after a lost acknowledgement: the server already has the first of them.
    [publisher] = publishers_of([bus], ledger.path)
    from ansible_collections.decnet.realism.plugins.plugin_utils.bus.relay import message_of

    publisher.publish([message_of(row) for row in ledger.unpublished("nats")[:7]])
    assert carry(ledger, bus).waiting == 0
    assert asyncio.run(_kept(server)) == list(range(100))


def test_without_jetstream_subscribers_receive_events(ledger: Ledger, server: str) -> None:
    async def listen() -> list[str]:
        connection = await _connected(server)
        subscription = await connection.subscribe("fleet-a.>")
        await connection.flush()
        bus = {"type": "nats", "name": "plain", "url": url(server), "token": TOKEN, "prefix": "fleet-a"}
        say(ledger, "plain", 1, 2)
        relayed = await asyncio.to_thread(carry, ledger, bus)
        assert relayed.published == 2
        heard = [(await subscription.next_msg(timeout=PATIENCE)).subject for _message in range(2)]
        await connection.close()
        return heard

    assert asyncio.run(listen()) == ["fleet-a.orchestrator.file.d1"] * 2


@pytest.mark.parametrize(
    ("bus", "said"),
    [
        (["kafka"], "is not a publisher"),
        ([{"type": "nats"}], "needs url"),
        ([{"type": "webhook", "url": "x", "tokn": "y"}], "is not a setting"),
        (["jsonl", {"type": "jsonl", "path": "/x"}], "two publishers"),
        ([3], "is not a publisher"),
    ],
)
def test_a_wrong_bus_is_one_sentence(bus: list[Any], said: str) -> None:
    with pytest.raises(RealismError, match=said):
        names_of(bus)


def test_the_version_is_that_of_the_collection() -> None:
    assert yaml.safe_load((ROOT / "galaxy.yml").read_text())["version"] == VERSION


def test_a_dead_bus_never_stops_a_tick(tmp_path: Path) -> None:
    """Without a listener, the playbook succeeds with a warning. The events are published later, in order."""
    (tmp_path / "root/etc").mkdir(parents=True)
    home = tmp_path / "root/home/anna"
    home.mkdir(parents=True)
    os.chown(home, 1000, 1000)
    (tmp_path / "root/etc/passwd").write_text("anna:x:1000:1000::/home/anna:/bin/bash\n")
    made = Listener(tmp_path)
    variables = {
        "decoy_rootfs": str(tmp_path / "root"),
        "decoy_ledger": str(tmp_path / "ledger.db"),
        "decoy_seed": "s",
        "decoy_rate": 4,
        "decoy_bus": [made.bus],
        "decoy_personas": [{"name": "Anna Berg", "email": "anna@corp.example", "login": "anna"}],
        "ansible_connection": "local",
    }
    (tmp_path / "hosts.yml").write_text(yaml.safe_dump({"deckies": {"hosts": {"d1": variables}}}))
    command = [
        str(Path(sys.executable).with_name("ansible-playbook")),
        "-i",
        str(tmp_path / "hosts.yml"),
        str(ROOT / "playbooks/age_fleet.yml"),
    ]
    environment = {**os.environ, "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1", "COLUMNS": "500"}
    try:
        made.answer(*[503] * 40)
        for now, warned in (("2026-03-03T18:00:00Z", True), ("2026-03-04T18:00:00Z", False)):
            done = subprocess.run(
                [*command, "-e", f"decoy_now={now}"],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                timeout=900,
                check=False,
            )
            said = done.stdout + done.stderr
            assert done.returncode == 0 and ("messages wait" in said) is warned and TOKEN not in said, said
            made.answer()
        topics = [item["topic"] for item in made.taken()]
    finally:
        made.kill()
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        events = ledger.list_events()
    assert topics.count("system.orchestrator.health") == 2 and len(topics) == len(events) + 2 > 4
    health = [item["data"] for item in made.taken() if item["topic"] == "system.orchestrator.health"]
    assert (
        [beat["aged"] for beat in health] == [1, 1]
        and health[0]["version"] == VERSION
        and health[1]["ledger"]["waiting"]["webhook"] > 0
    )
