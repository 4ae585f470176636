# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module asks the planning room for. One record for each use case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Union

from ..model.content_classes import ContentClass
from ..model.records import SyntheticFile


@dataclass(frozen=True, kw_only=True)
class TickRequest:
    """Everything that is due on the decky."""


@dataclass(frozen=True, kw_only=True)
class MailRequest:
    """The mail that is due on the decky."""


@dataclass(frozen=True, kw_only=True)
class PlantRequest:
    """One file. What is None is chosen by the planner; ``force`` overwrites what somebody else wrote."""

    path: str | None = None
    content: bytes | None = None
    persona: str | None = None
    content_class: ContentClass | None = None
    mode: int | None = None
    mtime: datetime | None = None
    force: bool = False


@dataclass(frozen=True, kw_only=True)
class EditRequest:
    """The next version of one synthetic file.

    ``candidate`` is the row that the ledger chose where no path was given.
    """

    path: str | None = None
    content: bytes | None = None
    persona: str | None = None
    mtime: datetime | None = None
    candidate: SyntheticFile | None = None


@dataclass(frozen=True, kw_only=True)
class GreetingRequest:
    """One greeting, of a named ``peer``, of an ``address``, or of a peer that the planner chooses."""

    peer: str | None = None
    address: str | None = None
    port: int = 22
    persona: str | None = None


Request = Union[TickRequest, MailRequest, PlantRequest, EditRequest, GreetingRequest]
