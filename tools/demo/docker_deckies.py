# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's deckies as containers on a private network. Only objects with the label of the demo are removed."""

from __future__ import annotations

import contextlib
import io
import subprocess
import tarfile
import time
from datetime import datetime, timezone

import accounts
from fleet import TOP, DemoDecky, DemoError, Fleet, say

#: The label of the demo. The engine shows it, a decky does not.
LABEL = "net.decnet.realism=demo"
BOOT_SECONDS = 20.0
#: The gid of the group that may read /etc/shadow in Debian.
_SHADOW = 42


def docker(*arguments: str, stdin: bytes | None = None, timeout: float = 60.0) -> str:
    """The output of the docker command as text. Raises DemoError with the last line of its error output."""
    return _run(*arguments, stdin=stdin, timeout=timeout).decode(errors="replace").strip()


def _run(*arguments: str, stdin: bytes | None = None, timeout: float = 60.0) -> bytes:
    try:
        done = subprocess.run(["docker", *arguments], input=stdin, capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        raise DemoError(
            f"the Docker Engine did not finish `docker {arguments[0]}` in {timeout:.0f} s; read the log of the engine"
        ) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise DemoError(f"`docker {' '.join(arguments[:2])}` failed: {said[-1][:300]}")
    return done.stdout


def engine_answers() -> bool:
    """Whether a Docker Engine answers within twenty seconds."""
    try:
        docker("info", timeout=20.0)
    except (DemoError, OSError):
        return False
    return True


def running(fleet: Fleet) -> set[str]:
    """The names of the running containers of the demo."""
    names = set(docker("ps", "--filter", f"label={LABEL}", "--format", "{{.Names}}").split())
    return names & {decky.name for decky in fleet.deckies}


def start(fleet: Fleet) -> None:
    """Creates the image, the network and every decky."""
    images = {
        serves_mail: _image(serves_mail) for serves_mail in sorted({decky.serves_mail for decky in fleet.deckies})
    }
    remove()
    _make_network(fleet)
    for decky in fleet.deckies:
        _create(decky, fleet.network, images[decky.serves_mail])
    docker("start", *(decky.name for decky in fleet.deckies))
    for decky in fleet.deckies:
        _await_boot(decky)
        inside(decky.name, "rm -f /.dockerenv")
        say(f"  {decky.name} runs at {decky.address}, with {', '.join(person.login for person in decky.people)}")


def remove(images: bool = False) -> None:
    """Removes the containers and the network of the demo, and with ``images`` its images."""
    containers = docker("ps", "-aq", "--filter", f"label={LABEL}").split()
    if containers:
        docker("rm", "-f", "-v", *containers)
    networks = docker("network", "ls", "-q", "--filter", f"label={LABEL}").split()
    if networks:
        docker("network", "rm", *networks)
    if images:
        tags = docker(
            "images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", "reference=decnet-realism/*decky"
        ).split()
        if tags:
            # An image that the container of a test still uses stays. The others are removed.
            with contextlib.suppress(DemoError):
                docker("rmi", *tags)


def inside(name: str, script: str) -> str:
    """The output of a shell script in a decky."""
    return docker("exec", name, "sh", "-c", script)


def _image(serves_mail: bool) -> str:
    command = [str(TOP / "tools" / "decky" / "build"), *(["--mail"] if serves_mail else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=1800, check=False)
    if done.returncode:
        raise DemoError("the decky image cannot be built; correct the error in the lines above")
    return done.stdout.strip().splitlines()[-1]


def _make_network(fleet: Fleet) -> None:
    try:
        # The network is internal: the decoys of a demo do not belong on the network of the user.
        docker("network", "create", "--internal", "--label", LABEL, "--subnet", fleet.subnet, fleet.network)
    except DemoError as problem:
        if "overlap" in str(problem).lower():
            raise DemoError(
                f"the addresses {fleet.subnet} are in use on this machine; "
                "change demo_subnet and decoy_address in inventories/demo/hosts.yml"
            ) from None
        if "already exists" in str(problem):
            raise DemoError(
                f"the Docker network {fleet.network} exists and is not of the demo; remove it, or change demo_network"
            ) from None
        raise


def _create(decky: DemoDecky, network: str, image: str) -> None:
    options = [
        "--name",
        decky.name,
        "--hostname",
        decky.name,
        "--domainname",
        network,
        "--network",
        network,
        "--ip",
        str(decky.address),
    ]
    # With SYS_BOOT, init can halt its own container and nothing else: `docker stop` takes a fifth of a second.
    options += ["--label", LABEL, "--cap-add", "SYS_BOOT", "--memory", "256m", "--pids-limit", "256"]
    try:
        docker("create", *options, image)
    except DemoError as problem:
        if "already in use" in str(problem):
            raise DemoError(f"the container {decky.name} exists and is not of the demo; remove or rename it") from None
        raise
    docker("cp", "-", f"{decky.name}:/", stdin=_furniture(decky))


def _furniture(decky: DemoDecky) -> bytes:
    """An archive of the files by which the decky differs from the image: its time zone and its people.

    The archive is unpacked before the first boot.
    """
    known = {name: _read(decky.name, f"/etc/{name}")[name] for name in accounts.DATABASES}
    skeleton = _read(decky.name, "/etc/skel")
    uids = accounts.numbered(decky.people)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        _add(archive, "etc/timezone", f"{decky.timezone}\n".encode())
        _add(archive, "etc/localtime", kind=tarfile.SYMTYPE, link=f"/usr/share/zoneinfo/{decky.timezone}")
        texts = {name: body.decode() for name, body in known.items()}
        for name, text in accounts.add_people(texts, decky.people, datetime.now(timezone.utc).date(), uids).items():
            _add(
                archive,
                f"etc/{name}",
                text.encode(),
                mode=0o640 if "shadow" in name else 0o644,
                owner=(0, _SHADOW if "shadow" in name else 0),
            )
        for person, owner in zip(decky.people, uids, strict=True):
            _add(archive, f"home/{person.login}", kind=tarfile.DIRTYPE, mode=accounts.HOME_MODE, owner=owner)
            for name, body in sorted(skeleton.items()):
                _add(archive, f"home/{person.login}/{name}", body, owner=owner)
    return packed.getvalue()


def _read(container: str, path: str) -> dict[str, bytes]:
    """The regular files at and below a path of a container, by name."""
    with tarfile.open(fileobj=io.BytesIO(_run("cp", f"{container}:{path}", "-"))) as archive:
        streams = {member.name.rpartition("/")[2]: archive.extractfile(member) for member in archive if member.isfile()}
        return {name: stream.read() for name, stream in streams.items() if stream}


def _add(
    archive: tarfile.TarFile,
    name: str,
    body: bytes = b"",
    *,
    kind: bytes = tarfile.REGTYPE,
    mode: int = 0o644,
    owner: tuple[int, int] = (0, 0),
    link: str = "",
) -> None:
    entry = tarfile.TarInfo(name)
    entry.type, entry.mode, entry.size, entry.linkname, entry.mtime = kind, mode, len(body), link, time.time()
    entry.uid, entry.gid = owner
    archive.addfile(entry, io.BytesIO(body))


def _await_boot(decky: DemoDecky) -> None:
    # The check reads PID files, because sshd would log a connection.
    script = "test -e /run/sshd.pid && test -e /run/crond.pid && test -e /run/rsyslogd.pid && echo up || true"
    deadline = time.monotonic() + BOOT_SECONDS
    while inside(decky.name, script) != "up":
        if time.monotonic() > deadline:
            raise DemoError(
                f"{decky.name} did not boot in {BOOT_SECONDS:.0f} s; "
                f"`docker exec {decky.name} ps -ef` shows its processes"
            )
        time.sleep(0.2)
