# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The planner's shares, and who can act when."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta, timezone

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.content import bodies
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Account, Decky, DeckyFacts
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import SyntheticFile
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.planner import pick
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.weights import Weights

NOON = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
ANN = Persona("Ann Lee", "ann@corp.example", "ann", "dba")
FACTS = DeckyFacts("d1", accounts=(Account("ann", 1000, 1000, "/home/ann"),), log_files=("/var/log/syslog",))
DECKY = Decky("d1", FACTS, (ANN,))


def candidate(last_modified: datetime) -> SyntheticFile:
    return SyntheticFile(
        uuid="u1",
        decky="d1",
        path="/home/ann/TODO.md",
        persona="ann",
        content_class=ContentClass.TODO.value,
        created_at=last_modified,
        last_modified=last_modified,
        edit_count=0,
        content_hash="",
        state="present",
    )


CANDIDATE = candidate(NOON - timedelta(hours=3))


def test_sixty_thirty_ten_where_a_candidate_is_supplied() -> None:
    rng, people = seeded_random("shares"), Weights(user_share=1.0)
    plans = [pick([DECKY], NOON, rng, edit_candidate=CANDIDATE, weights=people) for _turn in range(4000)]
    verbs = Counter(plan.verb.value if plan else "leave_alone" for plan in plans)
    assert verbs["create"] / 4000 == pytest.approx(0.6, abs=0.03)
    assert verbs["edit"] / 4000 == pytest.approx(0.3, abs=0.03)
    assert verbs["leave_alone"] / 4000 == pytest.approx(0.1, abs=0.02)


def test_seventy_percent_are_peoples_by_day_and_none_at_night_or_without_an_account() -> None:
    rng = seeded_random("sides")
    day = [plan for _turn in range(4000) if (plan := pick([DECKY], NOON, rng))]
    assert sum(plan.content_class in bodies.classes_of("user") for plan in day) / len(day) == pytest.approx(
        0.7, abs=0.03
    )
    night = [plan for _turn in range(200) if (plan := pick([DECKY], NOON + timedelta(hours=12), rng))]
    stranger = Decky("d2", DeckyFacts("d2"), (ANN,))
    homeless = [plan for _turn in range(200) if (plan := pick([stranger], NOON, rng))]
    assert night and homeless and all(plan.persona is None for plan in night + homeless)


def test_an_edit_never_precedes_the_last_one() -> None:
    future = candidate(NOON + timedelta(hours=1))
    edits = [
        sum(
            plan.verb.value == "edit"
            for seed in range(300)
            if (plan := pick([DECKY], NOON, seeded_random(seed), edit_candidate=last))
        )
        for last in (CANDIDATE, future)
    ]
    assert edits[0] > 30 and edits[1] == 0


@pytest.mark.parametrize(
    "option",
    [{"creat": 1}, {"edit": -1}, {"user_share": 2}, {"note": "lots"}, {"create": 0, "edit": 0, "leave_alone": 0}],
)
def test_weights_that_mean_nothing_are_refused(option: dict[str, object]) -> None:
    with pytest.raises(RealismError, match="weights"):
        Weights.from_option(option)
