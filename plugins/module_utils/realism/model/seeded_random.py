# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random sources that are pure functions of their names.

Nothing in the engine uses the global random state: the same parts give the same dice in every
process, on every controller and on every supported Python.
"""

from __future__ import annotations

import hashlib
import random

_SEPARATOR = "\x1f"


def seeded_random(*parts: object) -> random.Random:
    """Return a random source that depends on ``parts`` (their ``str``) and on nothing else."""
    digest = hashlib.blake2b(_SEPARATOR.join(str(part) for part in parts).encode(), digest_size=16)
    return random.Random(int.from_bytes(digest.digest(), "big"))
