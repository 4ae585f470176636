# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL server of Debian's packages, and a new database in it for each test."""

from __future__ import annotations

import os
import socket
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, open_ledger

from ..conditions import wait_until

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "open-sesame"


class Server:
    """The container of the server."""

    def __init__(self, name: str) -> None:
        self.name = name
        image = subprocess.run(
            [str(ROOT / "tools/services/build"), "postgres"], check=True, capture_output=True, text=True
        ).stdout.split()[-1]
        # A published port stays the same when the container restarts. The address of the container may not.
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.docker("run", "-d", "--name", name, "--shm-size", "128m", "-p", f"127.0.0.1:{self.port}:5432", image)
        self.await_answer()

    def docker(self, *arguments: str) -> str:
        return subprocess.run(["docker", *arguments], check=True, capture_output=True, text=True).stdout.strip()

    def url(self, database: str = "ledger", password: str = PASSWORD) -> str:
        return f"postgresql://ledger:{password}@127.0.0.1:{self.port}/{database}"

    def await_answer(self) -> None:
        """Waits until the server answers a query. A server that starts or recovers listens before it answers."""

        def answers() -> bool:
            with psycopg.connect(self.url(), connect_timeout=10) as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)

        wait_until(
            answers,
            f"the PostgreSQL server in {self.name} answers",
            bears=(psycopg.OperationalError,),
            found=lambda: self.docker("logs", self.name),
        )

    def fresh(self) -> str:
        """The URL of a new, empty database."""
        name = f"fleet_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    name = f"decoy-postgres-{os.getpid()}"
    try:
        yield Server(name)
    finally:
        subprocess.run(["docker", "rm", "-f", "-v", name], check=False, capture_output=True)


@pytest.fixture
def location(server: Server) -> str:
    return server.fresh()


@pytest.fixture
def ledger(location: str) -> Iterator[Ledger]:
    with open_ledger(location, seed="s") as made:
        yield made
