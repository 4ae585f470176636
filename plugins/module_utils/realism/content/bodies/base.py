# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every content class answers, and the context in which it is asked.

A body knows its persona, its world and its moment; it knows nothing of ledgers or transports.
"""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime

from ...company.world import World
from ...model.decky import Decky
from ...model.persona import Persona


@dataclass(frozen=True)
class BodyContext:
    """Where and when a body is written.

    ``now`` is the aware moment in the persona's own zone, ``path`` where the file stands, ``since`` (logs) the
    moment after which lines are due, ``last_pid`` (logs) the highest process number seen on the decky.
    """

    decky: Decky
    world: World
    now: datetime
    path: str = ""
    since: datetime | None = None
    last_pid: int | None = None


class Body(ABC):
    """One content class: how such a file begins and how it goes on."""

    @abstractmethod
    def make(self, persona: Persona | None, rng: random.Random, context: BodyContext) -> str:
        """The first version of the file."""

    @abstractmethod
    def next_iteration(self, persona: Persona | None, previous: str, rng: random.Random, context: BodyContext) -> str:
        """The version after ``previous``. Raises KeyError where the class has none."""
