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
from typing import ClassVar

from ...company.world import World
from ...model.content_classes import ContentClass
from ...model.decky import Decky
from ...model.persona import Persona
from ..phrasing import Phrasing


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


#: Whose artefacts a class is of.
USER, SYSTEM = "user", "system"


class Body(ABC):
    """One content class: its facts, how such a file is called, how it begins and how it goes on.

    A class that sets ``content_class`` in a module of this folder is in use. ``side`` is ``user`` for what people write and ``system``
    for what the host's programs leave, ``weight`` how often the class is chosen within its side. Files of an ``editable`` class grow,
    ``is_log`` is set for those that the host's syslog daemon writes. ``prompt`` is the key of the prompt by which a language model
    rewords such a text, None where none does. ``translated`` is whether it is in its persona's language. Of ``folders`` (below the home,
    with a slash at the end) and ``extensions`` each persona has one. ``system_mode`` is the permission of a file that is no persona's.
    """

    content_class: ClassVar[ContentClass]
    side: ClassVar[str] = USER
    weight: ClassVar[float]
    editable: ClassVar[bool] = True
    is_log: ClassVar[bool] = False
    prompt: ClassVar[str | None] = None
    translated: ClassVar[bool] = True
    folders: ClassVar[tuple[str, ...]] = ("",)
    extensions: ClassVar[tuple[str, ...]] = ("",)
    executable_share: ClassVar[float] = 0.0
    system_mode: ClassVar[int] = 0o644

    def name(self, voice: Phrasing, rng: random.Random, decky: Decky) -> str:
        """The stem of a new file's name in words, or a whole name with its extension. Raises KeyError where files are named elsewhere."""
        raise KeyError(f"{self.content_class} files are named elsewhere")

    def system_path(self, rng: random.Random) -> str:
        """The whole path of a new file of the system. Raises KeyError where files are named elsewhere."""
        raise KeyError(f"{self.content_class} files are named elsewhere")

    @abstractmethod
    def make(self, persona: Persona | None, rng: random.Random, context: BodyContext) -> str:
        """The first version of the file."""

    @abstractmethod
    def next_iteration(self, persona: Persona | None, previous: str, rng: random.Random, context: BodyContext) -> str:
        """The version after ``previous``. Raises KeyError where the class has none."""
