# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which transport a host gets.

A wrong one starts processes in a decky, or writes into a directory of the controller.
"""

from __future__ import annotations

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.transports import (
    connection_variables,
    for_host,
    transport_choices,
)
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import TransportError


def execute(_script: bytes) -> tuple[int, bytes, bytes]:
    raise AssertionError("choosing a transport reaches no decky")


@pytest.mark.parametrize(
    ("connection", "rootfs", "transport", "chosen"),
    [
        (None, None, "auto", "shell"),
        ("ssh", None, "auto", "shell"),
        ("containers.podman.podman", None, "auto", "shell"),
        ("docker", None, "auto", "docker"),
        ("community.docker.docker", None, "auto", "docker"),
        ("community.docker.docker_api", None, "auto", "docker"),
        ("ssh", "/srv/web-01", "auto", "rootfs"),
        ("community.docker.docker", "/srv/web-01", "auto", "rootfs"),
        ("community.docker.docker", None, "shell", "shell"),
        ("ssh", None, "docker", "docker"),
        ("ssh", "/srv/web-01", "shell", "shell"),
    ],
)
def test_the_inventory_decides_and_else_the_connection(
    connection: str | None, rootfs: str | None, transport: str, chosen: str
) -> None:
    variables = {"ansible_connection": connection} if connection else {}
    made = for_host("web-01", variables, execute, transport=transport, rootfs=rootfs, timeout=7.0)
    assert (made.name, made.host, made.timeout) == (chosen, "web-01", 7.0)


def test_rootfs_without_a_root_says_what_is_missing() -> None:
    with pytest.raises(TransportError, match=r"web-01 has the transport rootfs and no root; set decoy_rootfs"):
        for_host("web-01", {}, execute, transport="rootfs")


def test_an_unknown_transport_names_those_that_exist() -> None:
    with pytest.raises(TransportError, match=r"web-01 has no transport carrier-pigeon; .* docker, rootfs, shell"):
        for_host("web-01", {}, execute, transport="carrier-pigeon")


def test_the_choices_and_the_variables_are_those_of_all_transports() -> None:
    """A variable that is not listed is not rendered, and the container of a decky would be its inventory name."""
    assert transport_choices() == ("auto", "docker", "rootfs", "shell")
    docker = {"ansible_host", "ansible_docker_docker_host", "ansible_docker_api_docker_host"}
    assert connection_variables() == {"ansible_connection", *docker}
