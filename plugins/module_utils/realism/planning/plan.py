# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What will be done on a decky: the result of planning, pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..model.actions import Action
from ..model.evidence import Evidence
from .texts import TextRequest


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Actions in the order of their moments, evidence, and the clocks to advance.

    ``quiet`` says why nothing is done. ``texts`` are the texts that a language model may write anew. ``details`` are
    return values of the module that asked.
    """

    actions: tuple[Action, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    clocks: Mapping[str, datetime] = field(default_factory=dict)
    quiet: str | None = None
    texts: tuple[TextRequest, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
