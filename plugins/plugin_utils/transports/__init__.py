# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which transport a host has: what the inventory says, else what its connection plugin tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .base import Transport, TransportError
from .docker import DockerTransport
from .rootfs import RootfsTransport
from .shell import Execute, ShellTransport

CHOICES = ("auto", "docker", "shell", "rootfs")
_DOCKER_CONNECTIONS = ("docker", "community.docker.docker", "community.docker.docker_api")


def for_host(
    host: str,
    variables: Mapping[str, Any],
    execute: Execute,
    *,
    transport: str = "auto",
    rootfs: str | None = None,
    timeout: float = 30.0,
) -> Transport:
    """The transport of an inventory host. ``variables`` are its connection variables, rendered. Raises TransportError."""
    if transport == "auto":
        docker = str(variables.get("ansible_connection", "")) in _DOCKER_CONNECTIONS
        transport = "rootfs" if rootfs else "docker" if docker else "shell"
    if transport == "rootfs":
        if not rootfs:
            raise TransportError(
                f"{host} has the transport rootfs and no root; set decoy_rootfs to the directory that is its /"
            )
        return RootfsTransport(host, rootfs, timeout)
    if transport == "docker":
        engine = variables.get("ansible_docker_docker_host") or variables.get("ansible_docker_api_docker_host")
        return DockerTransport(
            host, str(variables.get("ansible_host") or host), str(engine) if engine else None, timeout
        )
    return ShellTransport(host, execute, timeout)
