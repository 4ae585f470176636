# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""To look at a ledger that is there, and at how the fleet is by it: what the words that only tell have in common."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError

from ..bus.settings import names_of
from ..ledger import Ledger, open_ledger
from ..task.options import parse_moment
from .health import health


@dataclass(frozen=True)
class Look:
    """An open ledger, the moment it is looked at from, and the heartbeat of that moment."""

    ledger: Ledger
    now: datetime
    beat: dict[str, Any]


@contextmanager
def looking(options: Mapping[str, Any]) -> Iterator[Look]:
    """Opens the ledger of the options of the groups ledger and clock. Raises RealismError where it is not there: to look makes none."""
    location = str(options["ledger"])
    if "://" not in location and not os.path.exists(os.path.expanduser(location)):
        raise RealismError(f"there is no ledger {location} yet; age the fleet once, or correct ledger")
    now = parse_moment(options["now"], "now") if options.get("now") is not None else datetime.now(timezone.utc)
    with open_ledger(location) as ledger:
        yield Look(ledger, now, health(ledger, now, {}, options.get("llm"), names_of(options["bus"])))
