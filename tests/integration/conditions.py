# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conditions that a test waits for.

A wait ends as soon as its condition holds. The time limit applies only to a condition that never holds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

#: Seconds after which a condition fails. A busy machine needs minutes for what takes an idle one a second.
PATIENCE = 300.0


def wait_until(
    condition: Callable[[], T],
    what: str,
    *,
    bears: tuple[type[Exception], ...] = (),
    found: Callable[[], str] | None = None,
) -> T:
    """The first result of ``condition`` that is true.

    ``what`` names the condition. The exceptions in ``bears`` count as false. ``found`` returns the actual state. Raises
    AssertionError with both after :data:`PATIENCE` seconds.
    """
    deadline, last = time.monotonic() + PATIENCE, ""
    while True:
        try:
            if result := condition():
                return result
            last = ""
        except bears as problem:
            last = f"; {type(problem).__name__}: {problem}"
        if time.monotonic() > deadline:
            raise AssertionError(
                f"after {PATIENCE:.0f} s this does not hold: {what}{last}" + (f"\n{found()}" if found else "")
            )
        time.sleep(0.1)
