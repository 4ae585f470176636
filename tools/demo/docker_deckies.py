# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's deckies as containers on a private network. Only what bears the demo's label is ever removed."""
from __future__ import annotations

import contextlib
import io
import subprocess
import tarfile
import time

from fleet import TOP, DemoDecky, DemoError, Fleet, say

#: Seen from the engine only, never from inside.
LABEL = "net.decnet.realism=demo"
BOOT_SECONDS = 20.0


def docker(*arguments: str, stdin: bytes | None = None, timeout: float = 60.0) -> str:
    """What the docker command prints. Raises DemoError with the last line of its complaint."""
    try:
        done = subprocess.run(["docker", *arguments], input=stdin, capture_output=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        raise DemoError(f"the Docker Engine did not finish `docker {arguments[0]}` in {timeout:.0f} s; look at its log") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise DemoError(f"`docker {' '.join(arguments[:2])}` failed: {said[-1][:300]}")
    return done.stdout.decode(errors="replace").strip()


def engine_answers() -> bool:
    """Whether there is a Docker Engine to talk to, asked for at most twenty seconds."""
    try:
        docker("info", timeout=20.0)
    except (DemoError, OSError):
        return False
    return True


def running(fleet: Fleet) -> set[str]:
    """The names of the demo's containers that run."""
    names = set(docker("ps", "--filter", f"label={LABEL}", "--format", "{{.Names}}").split())
    return names & {decky.name for decky in fleet.deckies}


def start(fleet: Fleet) -> None:
    """Make the image, the network and every decky anew."""
    image = _image()
    remove()
    _make_network(fleet)
    for decky in fleet.deckies:
        _create(decky, fleet.network, image)
    docker("start", *(decky.name for decky in fleet.deckies))
    for decky in fleet.deckies:
        _await_boot(decky)
        _furnish(decky)
        say(f"  {decky.name} runs at {decky.address}, with {', '.join(person.login for person in decky.people)}")


def remove(images: bool = False) -> None:
    """Remove the demo's containers and network, and on request its images."""
    containers = docker("ps", "-aq", "--filter", f"label={LABEL}").split()
    if containers:
        docker("rm", "-f", "-v", *containers)
    networks = docker("network", "ls", "-q", "--filter", f"label={LABEL}").split()
    if networks:
        docker("network", "rm", *networks)
    if images:
        tags = docker("images", "--format", "{{.Repository}}:{{.Tag}}", "decnet-realism/decky").split()
        if tags:
            # An image that a test's container still uses stays; that is no reason to leave the rest.
            with contextlib.suppress(DemoError):
                docker("rmi", *tags)


def inside(name: str, script: str) -> str:
    """What a shell line prints in a decky."""
    return docker("exec", name, "sh", "-c", script)


def _image() -> str:
    done = subprocess.run([str(TOP / "tools" / "decky" / "build")], stdout=subprocess.PIPE, text=True, timeout=1800)
    if done.returncode:
        raise DemoError("the decky image could not be made; the line above says why")
    return done.stdout.strip().splitlines()[-1]


def _make_network(fleet: Fleet) -> None:
    try:
        # Internal: decoys of a demonstration have no business on the user's own network.
        docker("network", "create", "--internal", "--label", LABEL, "--subnet", fleet.subnet, fleet.network)
    except DemoError as problem:
        if "overlap" in str(problem).lower():
            raise DemoError(
                f"the addresses {fleet.subnet} are in use on this machine; change demo_subnet and decoy_address in inventories/demo/hosts.yml"
            ) from None
        if "already exists" in str(problem):
            raise DemoError(f"a Docker network {fleet.network} that is not the demo's exists; remove it, or change demo_network") from None
        raise


def _create(decky: DemoDecky, network: str, image: str) -> None:
    options = ["--name", decky.name, "--hostname", decky.name, "--domainname", network, "--network", network, "--ip", str(decky.address)]
    # SYS_BOOT lets init halt its own container, and only that: `docker stop` takes a fifth of a second.
    options += ["--label", LABEL, "--cap-add", "SYS_BOOT", "--memory", "256m", "--pids-limit", "256"]
    try:
        docker("create", *options, image)
    except DemoError as problem:
        if "already in use" in str(problem):
            raise DemoError(f"a container {decky.name} that is not the demo's exists; remove or rename it") from None
        raise
    # Before the first boot, so that the very first log line already has the host's own offset.
    docker("cp", "-", f"{decky.name}:/", stdin=_time_zone(decky.timezone))


def _time_zone(zone: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        text = tarfile.TarInfo("etc/timezone")
        text.size, text.mode, text.mtime = len(zone) + 1, 0o644, int(time.time())
        archive.addfile(text, io.BytesIO(f"{zone}\n".encode()))
        link = tarfile.TarInfo("etc/localtime")
        link.type, link.linkname, link.mode, link.mtime = tarfile.SYMTYPE, f"/usr/share/zoneinfo/{zone}", 0o777, int(time.time())
        archive.addfile(link)
    return packed.getvalue()


def _await_boot(decky: DemoDecky) -> None:
    # Asked of pid files: a greeting to sshd would stand in its log.
    script = "test -e /run/sshd.pid && test -e /run/crond.pid && test -e /run/rsyslogd.pid && echo up || true"
    deadline = time.monotonic() + BOOT_SECONDS
    while inside(decky.name, script) != "up":
        if time.monotonic() > deadline:
            raise DemoError(f"{decky.name} did not boot in {BOOT_SECONDS:.0f} s; `docker exec {decky.name} ps -ef` shows how far it came")
        time.sleep(0.2)


def _furnish(decky: DemoDecky) -> None:
    lines = ["rm -f /.dockerenv"]
    for person in decky.people:
        lines.append(f"adduser --quiet --disabled-password --gecos '{person.name},,,' {person.login}")
        if person.admin:
            lines.append(f"usermod -aG adm,sudo {person.login}")
    inside(decky.name, "set -e; " + "; ".join(lines))
