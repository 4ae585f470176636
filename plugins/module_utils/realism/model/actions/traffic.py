# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions on the network: connections between deckies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from .base import Action, Outcome


@dataclass(frozen=True, kw_only=True)
class TrafficAction(Action):
    """A greeting: the decky opens a TCP connection to ``address:port`` of ``peer`` and reads the SSH banner."""

    peer: str
    address: str
    port: int
    protocol: str = "ssh"

    kind: ClassVar[str] = "traffic"
    event_action: ClassVar[str] = "traffic:ssh_banner"
    room: ClassVar[str] = "orchestrator.activity"
    failure_is_fatal: ClassVar[bool] = False
    failure_warns: ClassVar[bool] = True

    def event(self, outcome: Outcome | None = None) -> dict[str, Any]:
        row = super().event(outcome)
        return {**row, "protocol": self.protocol, "src_decky": self.decky, "dst_decky": self.peer}

    def outline(self) -> dict[str, Any]:
        return {**super().outline(), "peer": self.peer, "address": self.address, "port": self.port}
