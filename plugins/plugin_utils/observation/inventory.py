# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fleet, the services and the SSH peers of a decky, from the inventory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Peer
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError

#: The most peers that are considered, as the variables of each must be rendered.
MAX_PEERS = 64
DEFAULT_SERVICES = ("ssh",)


def fleet_of(variables: Mapping[str, Any], group: str) -> list[str]:
    """The names of the deckies of the fleet: the members of the group, else the hosts of the play."""
    members = (
        variables.get("groups", {}).get(group)
        or variables.get("ansible_play_hosts_all")
        or [variables["inventory_hostname"]]
    )
    return sorted(str(name) for name in members)


def services_of(variables: Mapping[str, Any], template: Callable[[Any], Any]) -> tuple[str, ...]:
    """The services of a host, from ``decoy_services``. Raises RealismError."""
    offered = template(variables["decoy_services"]) if "decoy_services" in variables else DEFAULT_SERVICES
    if isinstance(offered, str) or not isinstance(offered, (list, tuple)):
        raise RealismError("decoy_services is not a list; set it to a list of names, such as [ssh]")
    return tuple(str(service) for service in offered)


def ssh_peers(variables: Mapping[str, Any], group: str, template: Callable[[Any], Any]) -> tuple[Peer, ...]:
    """The other deckies with the service ssh; empty where this decky does not have it itself."""
    me = str(variables["inventory_hostname"])
    if "ssh" not in services_of(variables, template):
        return ()
    hostvars = variables.get("hostvars", {})
    names = [name for name in fleet_of(variables, group) if name != me]
    start = sum(me.encode()) % len(names) if names else 0
    peers = []
    for name in (names[start:] + names[:start])[:MAX_PEERS]:
        other = hostvars.get(name) if hasattr(hostvars, "get") else hostvars[name]
        if other is None or "ssh" not in services_of(other, template):
            continue
        address = other.get("decoy_address") or other.get("ansible_host") or name
        peers.append(Peer(name, str(template(address))))
    return tuple(sorted(peers, key=lambda peer: peer.name))
