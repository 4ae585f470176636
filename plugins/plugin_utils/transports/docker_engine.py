# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Docker Engine calls for one container: its archive, an exec of ``sh``, its processes. Errors are one sentence.

The low-level client of the SDK has a fixed API version, so that no request is spent on negotiation or inspection.
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from .base import MAX_BATCH_BYTES, DeckyUnreachable, TransportError

try:
    import docker
    import requests
    from docker import errors as docker_errors
    from docker.utils.socket import frames_iter

    IMPORT_ERROR: str | None = None
except ImportError as missing:
    IMPORT_ERROR = str(missing)

#: Docker Engine 19.03 and all newer versions support this API version.
API_VERSION = "1.40"
_FRACTION = re.compile(r"T\d\d:\d\d:\d\d\.(\d{1,9})(?:Z|[+-]\d\d:\d\d)$", re.ASCII)


class Engine:
    """The calls of the transport. Each is one HTTP request; ``shell`` is two."""

    def __init__(self, host: str, container: str, base_url: str | None, timeout: float) -> None:
        if IMPORT_ERROR:
            raise TransportError(
                f"the docker transport of {host} needs the Python package docker on the controller ({IMPORT_ERROR}); "
                "install it, or set decoy_transport to shell"
            )
        self.host, self.container, self.timeout = host, container, timeout
        self._inspected: tuple[str | None, datetime | None] | None = None
        self.base_url = base_url or os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"
        try:
            self.client = docker.APIClient(base_url=self.base_url, version=API_VERSION, timeout=int(timeout))
        except docker_errors.DockerException as problem:
            raise DeckyUnreachable(
                f"no Docker Engine for {host} at {self.base_url} ({_short(problem)}); start it or correct its address"
            ) from None

    @contextlib.contextmanager
    def _errors(self, what: str, absent: str | None = None) -> Iterator[None]:
        """Turns the errors of a request into one sentence.

        Raises DeckyUnreachable, TransportError, and FileNotFoundError if the path is missing or the message of the
        engine holds ``absent``.
        """
        try:
            yield
        except docker_errors.NotFound as problem:
            if "No such container" not in str(problem.explanation):
                raise FileNotFoundError(what) from None
            raise DeckyUnreachable(
                f"there is no container {self.container!r} for {self.host}; start it, or set ansible_host to the "
                "container's name"
            ) from None
        except docker_errors.APIError as problem:
            message = str(problem.explanation or problem)
            if "is not running" in message or "is paused" in message:
                raise DeckyUnreachable(
                    f"the container {self.container!r} of {self.host} does not run; start it"
                ) from None
            if absent and absent in message:
                raise FileNotFoundError(what) from None
            raise TransportError(f"the Docker Engine refused {what} on {self.host}: {_short(message)}") from None
        except (requests.exceptions.RequestException, docker_errors.DockerException, OSError) as problem:
            raise DeckyUnreachable(
                f"the Docker Engine of {self.host} at {self.base_url} does not answer ({_short(problem)}); check that "
                "it runs and that you may use it"
            ) from None

    @contextlib.contextmanager
    def archive(self, path: str) -> Iterator[tuple[Iterator[bytes], int]]:
        """The tar stream of ``path``, and the nanoseconds of its mtime within the second, which the stream lacks.

        Raises FileNotFoundError, DeckyUnreachable, TransportError.
        """
        with self._errors(f"to read {path}", absent=": not a directory"):
            stream, status = self.client.get_archive(self.container, path, chunk_size=1 << 16)
            fraction = _FRACTION.search(str((status or {}).get("mtime", "")))
            try:
                yield stream, int(fraction.group(1).ljust(9, "0")) if fraction else 0
            finally:
                stream.close()

    def put(self, archive: bytes) -> None:
        """Unpacks one archive at the root."""
        with self._errors("to write"):
            self.client.put_archive(self.container, "/", archive)

    def shell(self, script: bytes) -> bytes:
        """Runs one ``sh`` that reads ``script`` from its standard input; returns its bounded output."""
        with self._errors("to run a shell"):
            made = self.client.exec_create(
                self.container, ["sh"], stdin=True, stdout=True, stderr=True, tty=False, user="0"
            )
            attached = self.client.exec_start(made["Id"], socket=True)
            raw: socket.socket = getattr(attached, "_sock", attached)
            try:
                raw.settimeout(self.timeout)
                raw.sendall(script)
                raw.shutdown(socket.SHUT_WR)
                output = bytearray()
                frames: Any = frames_iter
                for stream, chunk in frames(attached, tty=False):
                    output += chunk if stream == 1 else b""
                    if len(output) > MAX_BATCH_BYTES * 3:
                        raise TransportError(
                            f"the shell of {self.host} printed more than {MAX_BATCH_BYTES * 3} bytes; it was cut off"
                        )
                return bytes(output)
            finally:
                attached.close()

    def top(self) -> list[tuple[int, str, str]]:
        """Each process as (pid on the engine's host, terminal, command line)."""
        with self._errors("to list processes"):
            answer = cast("dict[str, Any]", self.client.top(self.container, "-eo pid,tty,args"))
            rows = answer.get("Processes") or []
        return [(int(row[0]), str(row[1]), " ".join(row[2:])) for row in rows[:5000] if str(row[0]).isdigit()]

    def inspect(self) -> tuple[str | None, datetime | None]:
        """The id and the start time of the container. The engine is asked once."""
        if self._inspected is None:
            with self._errors("to inspect"):
                answer = cast("dict[str, Any]", self.client.inspect_container(self.container))
            text = str((answer.get("State") or {}).get("StartedAt", ""))[:19]
            started = None
            with contextlib.suppress(ValueError):
                started = datetime.fromisoformat(f"{text}+00:00")
            self._inspected = (str(answer["Id"]) if answer.get("Id") else None, started)
        return self._inspected

    def close(self) -> None:
        """Closes the connections of the client."""
        self.client.close()


def _short(problem: object) -> str:
    return " ".join(str(problem).split())[:200]
