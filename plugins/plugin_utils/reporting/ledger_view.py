# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An existing ledger and the health of the fleet, for the modules that only report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError

from ..bus.settings import names_of
from ..ledger import Ledger, ledger_exists, open_ledger
from ..task.options import parse_moment
from .health import health


@dataclass(frozen=True)
class LedgerView:
    """An open ledger, the moment of the report, and the heartbeat of that moment."""

    ledger: Ledger
    now: datetime
    beat: dict[str, Any]


@contextmanager
def open_view(options: Mapping[str, Any]) -> Iterator[LedgerView]:
    """Opens the ledger of the options of the groups ledger and clock.

    Raises RealismError where it does not exist, as a report does not create a ledger.
    """
    location = str(options["ledger"])
    if not ledger_exists(location):
        raise RealismError(f"there is no ledger {location}; age the fleet once, or set ledger to an existing one")
    now = parse_moment(options["now"], "now") if options.get("now") is not None else datetime.now(timezone.utc)
    with open_ledger(location) as ledger:
        yield LedgerView(ledger, now, health(ledger, now, {}, options.get("llm"), names_of(options["bus"])))
