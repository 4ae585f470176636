# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One decky for each transport: a container for docker and for shell, a directory for rootfs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.docker import DockerTransport
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rootfs import RootfsTransport
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.shell import ShellTransport
from contracts.bench import Bench

IMAGE = "debian:bookworm-slim"


@pytest.fixture(scope="session")
def container() -> Iterator[str]:
    """A running container with a small disk at /small."""
    if subprocess.run(["docker", "image", "inspect", IMAGE], capture_output=True, check=False).returncode:
        pytest.fail(f"the image {IMAGE} is missing; run `make image` first")
    name = f"decnet-test-{os.getpid()}"
    command = [
        "docker",
        "run",
        "-d",
        "--init",
        "--name",
        name,
        "--network",
        "none",
        "--tmpfs",
        "/small:size=256k",
        IMAGE,
        "sleep",
        "infinity",
    ]
    subprocess.run(command, check=True, capture_output=True)
    yield name
    subprocess.run(["docker", "rm", "-f", name], check=True, capture_output=True)


@pytest.fixture(params=["docker", "shell", "rootfs"])
def bench(request: pytest.FixtureRequest, container: str, tmp_path: Path) -> Iterator[Bench]:
    """The bench of each transport, with an empty /home/alice of uid 1000."""
    inside = ["docker", "exec", container]

    def execute(script: bytes) -> tuple[int, bytes, bytes]:
        done = subprocess.run(
            ["docker", "exec", "-i", container, "sh"], input=script, capture_output=True, timeout=900, check=False
        )
        return done.returncode, done.stdout, done.stderr

    if request.param == "rootfs":
        made = Bench(RootfsTransport("d1", str(tmp_path)), root=str(tmp_path))
    elif request.param == "docker":
        made = Bench(DockerTransport("d1", container), inside)
    else:
        made = Bench(ShellTransport("d1", execute), inside, small="/small")
    made.furnish()
    yield made
    made.transport.close()
