# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The minutes of the hour at which a fleet's jobs run.

Each fleet and job has minutes of its own, and never a quarter of the hour, when everybody's jobs run.
"""

from __future__ import annotations

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random

QUARTERS = frozenset({0, 15, 30, 45})


def jittered_minutes(every: int, seed: str, job: str) -> list[int]:
    """The minutes of a job that runs ``every`` so many. Raises RealismError for a pace that has no such minutes."""
    if not 2 <= every <= 60:
        raise RealismError(f"a job every {every} minutes cannot be spread over the hour; choose 2 to 60")
    starts = [start for start in range(every) if not QUARTERS & set(range(start, 60, every))]
    if not starts:
        raise RealismError(
            f"a job every {every} minutes always falls on a quarter of the hour; choose another number of minutes"
        )
    return list(range(seeded_random(seed, "schedule", job).choice(starts), 60, every))
