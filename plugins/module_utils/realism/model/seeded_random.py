# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random generators that are pure functions of their key.

The engine never uses the global random state. The same key gives the same sequence in every process, on every
controller and on every supported Python.
"""

from __future__ import annotations

import hashlib
import random

_SEPARATOR = "\x1f"


def seeded_random(*parts: object) -> random.Random:
    """A random generator whose state depends only on ``parts``, each converted by ``str``."""
    digest = hashlib.blake2b(_SEPARATOR.join(str(part) for part in parts).encode(), digest_size=16)
    return random.Random(int.from_bytes(digest.digest(), "big"))
