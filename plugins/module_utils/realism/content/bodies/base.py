# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base class of bodies, and the context of a body.

A body depends on its persona, its world and its moment. It does not depend on ledgers or transports.
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
    """The place and time of a body.

    ``now`` is the aware moment in the persona's own time zone, ``path`` the path of the file. For logs, ``since`` is
    the moment after which lines are due, and ``last_pid`` the highest process number seen on the decky.
    """

    decky: Decky
    world: World
    now: datetime
    path: str = ""
    since: datetime | None = None
    last_pid: int | None = None


#: The sides: content classes of personas, and content classes of the system.
USER, SYSTEM = "user", "system"


class Body(ABC):
    """One content class: its attributes, and the name, first version and next version of its files.

    A class that sets ``content_class`` in a module of this folder is registered. ``side`` is ``user`` for files of
    people and ``system`` for files of the host's programs, ``weight`` is relative within the side. Files of an
    ``editable`` class are edited. ``is_log`` is set for files of the host's syslog daemon. ``prompt`` is the key
    of the prompt by which a language model rewords the text, or None. A ``translated`` text is in the language of its
    persona. Each persona uses one of the ``folders`` (below the home, with a trailing slash) and one of the
    ``extensions``. ``executable_share`` is the share of executable files. ``system_mode`` is the mode of a file
    without a persona.
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
        """The stem of a new file's name in words, or a whole name with its extension.

        Raises KeyError where another part of the engine names the files.
        """
        raise KeyError(f"{self.content_class} files are named elsewhere")

    def system_path(self, rng: random.Random) -> str:
        """The whole path of a new file of the system.

        Raises KeyError where another part of the engine names the files.
        """
        raise KeyError(f"{self.content_class} files are named elsewhere")

    @abstractmethod
    def make(self, persona: Persona | None, rng: random.Random, context: BodyContext) -> str:
        """The first version of the file."""

    @abstractmethod
    def next_iteration(self, persona: Persona | None, previous: str, rng: random.Random, context: BodyContext) -> str:
        """The version after ``previous``. Raises KeyError where the class has none."""
