# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The description of a host from which its transport is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

#: Runs ``sh`` on the decky with a script on its standard input; returns (status, output, error output).
Execute = Callable[[bytes], "tuple[int, bytes, bytes]"]


@dataclass(frozen=True, kw_only=True)
class Target:
    """One inventory host. ``variables`` are its templated connection variables; ``timeout`` is in seconds."""

    host: str
    variables: Mapping[str, Any]
    execute: Execute
    rootfs: str | None = None
    timeout: float = 30.0

    @property
    def connection(self) -> str:
        """The name of the connection plugin as in the inventory, or an empty string."""
        return str(self.variables.get("ansible_connection") or "")


class Fit(IntEnum):
    """How well a transport fits a host whose option ``transport`` is ``auto``. The best fit is chosen."""

    NONE = 0
    #: The transport works over any connection.
    FALLBACK = 1
    #: The transport is made for the host's connection plugin.
    CONNECTION = 2
    #: The host sets an option that only this transport uses.
    EXPLICIT = 3
