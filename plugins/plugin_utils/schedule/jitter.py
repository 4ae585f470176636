# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The minutes of the hour at which the jobs of a fleet run.

They depend on fleet and job, and avoid the quarters of the hour, at which most other jobs run.
"""

from __future__ import annotations

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random

QUARTERS = frozenset({0, 15, 30, 45})


def jittered_minutes(every: int, seed: str, job: str) -> list[int]:
    """The minutes of a job that runs every ``every`` minutes. Raises RealismError where none avoid the quarters."""
    if not 2 <= every <= 60:
        raise RealismError(f"the interval is {every} minutes; choose an interval from 2 to 60 minutes")
    starts = [start for start in range(every) if not QUARTERS & set(range(start, 60, every))]
    if not starts:
        raise RealismError(
            f"an interval of {every} minutes always includes a quarter of the hour; choose another interval"
        )
    return list(range(seeded_random(seed, "schedule", job).choice(starts), 60, every))
