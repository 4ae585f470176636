# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A benchmark of one tick: decoy_tick against the builtin modules copy, file and lineinfile.

It measures Docker API calls, processes in the decky, and seconds. The figures are ratios on one machine. Nothing passes
or fails. It needs a Docker Engine on a Unix socket.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import yaml

TOP = Path(__file__).resolve().parents[2]
IMAGE = "debian:bookworm-slim"
ENGINE = "/var/run/docker.sock"
NAME = "decoy-bench"


class CountingProxy:
    """A socket in front of the engine that counts the requests. Each request is one API call."""

    def __init__(self, path: str) -> None:
        self.path, self.calls = path, 0
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(path)
        self._server.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _address = self._server.accept()
            engine = socket.socket(socket.AF_UNIX)
            engine.connect(ENGINE)
            threading.Thread(target=self._pump, args=(client, engine, True), daemon=True).start()
            threading.Thread(target=self._pump, args=(engine, client, False), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, counts: bool) -> None:
        # Either end may close the connection first. The requests until then count.
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                if counts and data.split(b" ", 1)[0] in (b"GET", b"POST", b"PUT", b"HEAD", b"DELETE"):
                    self.calls += 1
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)


def play(
    folder: Path, proxy: CountingProxy, tasks: list[dict[str, Any]], variables: dict[str, Any], now: str | None = None
) -> tuple[dict[str, Any], int, float]:
    """Runs tasks; returns the result of the last task, the API calls and the seconds."""
    hosts = {"deckies": {"hosts": {NAME: None}, "vars": {"ansible_connection": "community.docker.docker", **variables}}}
    (folder / "hosts.yml").write_text(yaml.safe_dump(hosts))
    (folder / "play.yml").write_text(yaml.safe_dump([{"hosts": "deckies", "gather_facts": False, "tasks": tasks}]))
    settings = {
        "DOCKER_HOST": f"unix://{proxy.path}",
        "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
        "ANSIBLE_CONFIG": str(TOP / "ansible.cfg"),
    }
    environment = {**os.environ, **settings}
    command = [
        str(Path(sys.executable).with_name("ansible-playbook")),
        "-i",
        str(folder / "hosts.yml"),
        str(folder / "play.yml"),
    ]
    command += ["-e", f"decoy_now={now}"] if now else []
    before, started = proxy.calls, time.monotonic()
    done = subprocess.run(command, cwd=TOP, env=environment, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    if "{" not in done.stdout:
        raise SystemExit(done.stdout + done.stderr)
    answer = json.loads(done.stdout[done.stdout.index("{") :])
    return answer["plays"][0]["tasks"][-1]["hosts"][NAME], proxy.calls - before, seconds


def builtin_tasks(actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tasks of builtin modules for the same files: content by copy, times by file, an edit by lineinfile."""
    tasks: list[dict[str, Any]] = []
    for action in actions:
        common = {"owner": str(action["uid"]), "group": str(action["gid"]), "mode": action["mode"]}
        stamp = action["occurred_at"][:19].replace("-", "").replace("T", "").replace(":", "")
        tasks.append({"ansible.builtin.file": {"path": os.path.dirname(action["path"]), "state": "directory"}})
        if action["action"] == "file:create":
            tasks.append({"ansible.builtin.copy": {"dest": action["path"], "content": "x" * action["bytes"], **common}})
        else:
            tasks.append(
                {
                    "ansible.builtin.lineinfile": {
                        "path": action["path"],
                        "line": "another line",
                        "create": True,
                        **common,
                    }
                }
            )
        stamped = f"{stamp[:12]}.{stamp[12:14]}"
        times = {"modification_time": stamped, "modification_time_format": "%Y%m%d%H%M.%S"}
        tasks.append({"ansible.builtin.file": {"path": action["path"], "state": "touch", **times}})
    return tasks


def main() -> None:
    """Runs the benchmark and prints its table."""
    subprocess.run(["docker", "rm", "-f", NAME], capture_output=True, check=False)
    subprocess.run(["docker", "run", "-d", "--name", NAME, IMAGE, "sleep", "1800"], check=True, capture_output=True)
    try:
        # The builtin modules need Python on the decky. Those of the collection do not.
        setup = (
            "apt-get -qq update >/dev/null && apt-get -qq -y install python3-minimal >/dev/null; "
            "useradd -m anna; useradd -m omar"
        )
        subprocess.run(["docker", "exec", NAME, "sh", "-c", setup], check=True, capture_output=True)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            proxy = CountingProxy(str(folder / "engine.sock"))
            people = [
                {"name": "Anna Berg", "email": "a@corp.example", "login": "anna"},
                {"name": "Omar Said", "email": "o@corp.example", "login": "omar"},
            ]
            variables = {
                "decoy_ledger": str(folder / "ledger.db"),
                "decoy_seed": "bench",
                "decoy_personas": people,
                "decoy_rate": 3,
            }
            tick = [{"decnet.realism.decoy_tick": {"weights": {"traffic_share": 0}}}]
            _facts, calls, _seconds = play(
                folder, proxy, [{"decnet.realism.decoy_facts": {}}], variables, "2026-03-02T06:00:00Z"
            )
            print(f"facts, once in six hours: {calls} API calls")
            print(
                f"{'tick':<18}{'actions':>8}{'API calls':>11}{'seconds':>9}   builtin: {'API calls':>9}{'seconds':>9}"
            )
            for now in ("2026-03-02T11:40:00Z", "2026-03-02T17:45:00Z", "2026-03-03T11:50:00Z", "2026-03-03T17:55:00Z"):
                play(folder, proxy, [{"decnet.realism.decoy_facts": {"refresh": True}}], variables, now)
                result, calls, seconds = play(folder, proxy, tick, variables, now)
                files = [action for action in result["actions"] if action["action"].startswith("file:")]
                if not files:
                    print(f"{now[:16]:<18}{0:>8}{calls:>11}{seconds:>9.1f}")
                    continue
                _last, theirs, slow = play(folder, proxy, builtin_tasks(files), {})
                ours = f"{now[:16]:<18}{len(files):>8}{calls:>11}{seconds:>9.1f}"
                print(f"{ours}            {theirs:>9}{slow:>9.1f}   ({theirs / max(calls, 1):.0f} times the calls)")
    finally:
        subprocess.run(["docker", "rm", "-f", NAME], capture_output=True, check=False)


if __name__ == "__main__":
    main()
