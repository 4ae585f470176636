# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The registry of transports, and the choice of one for a host.

A host has the transport that the inventory names, else the one that fits its connection best. Every file of this
package that declares a transport with a ``name`` registers it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..registry import implementations
from .base import Transport, TransportError
from .target import Execute, Fit, Target

AUTO = "auto"


@lru_cache(maxsize=1)
def transports() -> dict[str, type[Transport]]:
    """The transports by name."""
    return implementations(__name__, Transport)


def transport_choices() -> tuple[str, ...]:
    """The values of the option ``transport``."""
    return (AUTO, *transports())


def connection_variables() -> frozenset[str]:
    """The inventory variables that the transports read."""
    return frozenset({"ansible_connection"}.union(*(item.variables for item in transports().values())))


def for_host(
    host: str,
    variables: Mapping[str, Any],
    execute: Execute,
    *,
    transport: str = AUTO,
    rootfs: str | None = None,
    timeout: float = 30.0,
) -> Transport:
    """The transport of a host. ``variables`` are its templated connection variables. Raises TransportError."""
    target = Target(host=host, variables=variables, execute=execute, rootfs=rootfs, timeout=timeout)
    chosen = transports().get(transport)
    if transport == AUTO:
        chosen = max(transports().values(), key=lambda item: item.fit(target))
        chosen = chosen if chosen.fit(target) > Fit.NONE else None
    if chosen is None:
        raise TransportError(
            f"{host} has no transport {transport[:40]}; set decoy_transport to {', '.join(transports())}"
        )
    return chosen.for_target(target)
