# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which known file an actor edits."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence

from ..model.content_classes import ContentClass
from ..model.records import SyntheticFile


def pick_candidate(
    files: Sequence[SyntheticFile], rng: random.Random, persona: str | None, content_classes: Sequence[ContentClass]
) -> SyntheticFile | None:
    """A random present file of that actor, or None: the first at or after a random uuid.

    The ledger's ``pick_random_synthetic_file_for_edit`` chooses by the same rule.
    """
    start = str(uuid.UUID(int=rng.getrandbits(128)))
    wanted = {item.value for item in content_classes}
    mine = sorted(
        (row for row in files if row.persona == persona and row.state == "present" and row.content_class in wanted),
        key=lambda row: row.uuid,
    )
    return next((row for row in mine if row.uuid >= start), mine[0] if mine else None)
