# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the controller knows of a host before it has a transport."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

#: Runs ``sh`` on the decky with this on its standard input; returns (status, output, error output).
Execute = Callable[[bytes], "tuple[int, bytes, bytes]"]


@dataclass(frozen=True, kw_only=True)
class Target:
    """One inventory host. ``variables`` are its connection variables, rendered; ``timeout`` is in seconds."""

    host: str
    variables: Mapping[str, Any]
    execute: Execute
    rootfs: str | None = None
    timeout: float = 30.0

    @property
    def connection(self) -> str:
        """The name of its connection plugin as the inventory has it, or an empty string."""
        return str(self.variables.get("ansible_connection") or "")


class Fit(IntEnum):
    """How well a transport fits a host whose transport is ``auto``; the best one is taken."""

    NONE = 0
    #: It works over any connection.
    FALLBACK = 1
    #: It is made for the host's connection plugin.
    CONNECTION = 2
    #: An option names what only this transport uses.
    EXPLICIT = 3
