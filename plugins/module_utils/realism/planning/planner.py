# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides what is done on an activity time, and by whom; knows nothing of how it is done.

The shares are those the product grew with: 60 % create, 30 % edit, 10 % leave alone, and 70 % of
all artefacts are people's, 30 % the system's.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from ..behaviour.activity_times import ActivityTime
from ..behaviour.diurnal import is_active
from ..model.decky import Decky
from ..model.errors import RealismError
from ..model.personas import Persona
from ..model.seeded_random import seeded_random
from ..model.taxonomy import EDITABLE_CLASSES, LOG_CLASSES, SYSTEM_CLASSES, USER_CLASSES, ContentClass, Plan, Verb

#: How often each class is chosen within its side. People's home directories hold more jottings than scripts.
DEFAULT_CLASS_WEIGHTS: Mapping[str, float] = {
    "note": 34.0,
    "todo": 22.0,
    "draft": 22.0,
    "script": 22.0,
    "log_cron": 45.0,
    "log_daemon": 35.0,
    "cache_tmp": 20.0,
}


@dataclass(frozen=True)
class Candidate:
    """A known synthetic file that could go on: what the ledger supplies to the planner."""

    uuid: str
    decky: str
    path: str
    persona: str | None
    content_class: ContentClass
    last_modified: datetime


@dataclass(frozen=True)
class Weights:
    """The shares by which the planner chooses. All are relative; a weight of 0 switches a thing off."""

    create: float = 60.0
    edit: float = 30.0
    leave_alone: float = 10.0
    user_share: float = 0.7
    traffic_share: float = 0.25
    email_share: float = 0.3
    classes: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_CLASS_WEIGHTS))

    @classmethod
    def from_option(cls, option: Mapping[str, object] | None) -> Weights:
        """Read ``decoy_weights``: shares by name and classes by name. Raises RealismError for anything unknown."""
        shares = {"create", "edit", "leave_alone", "user_share", "traffic_share", "email_share"}
        weights, classes = cls(), dict(DEFAULT_CLASS_WEIGHTS)
        for key, value in (option or {}).items():
            name = str(key)
            try:
                number = float(str(value))
            except ValueError:
                number = -1.0
            if name not in shares and name not in classes:
                raise RealismError(
                    f"weights: {name!r} is neither a share ({', '.join(sorted(shares))}) nor a content class"
                    f" ({', '.join(classes)}); remove it or correct its name"
                )
            if not 0 <= number < 1e9 or (name.endswith("_share") and number > 1):
                limit = "a number from 0 to 1" if name.endswith("_share") else "a number of 0 or more"
                raise RealismError(f"weights: {name} is {value!r}; set it to {limit}")
            if name in classes:
                classes[name] = number
            else:
                weights = replace(weights, **cast(dict[str, Any], {name: number}))
        if weights.create + weights.edit + weights.leave_alone <= 0:
            raise RealismError("weights: create, edit and leave_alone are all 0; give one of them a weight")
        return replace(weights, classes=classes)


def pick(
    deckies: Sequence[Decky],
    now: datetime,
    rng: random.Random,
    *,
    edit_candidate: Candidate | None = None,
    weights: Weights | None = None,
) -> Plan | None:
    """Choose one file plan for a fleet at ``now``, or None where it is left alone.

    The (decky, persona) pairs within their active hours come first; where nobody works, only the system can act.
    """
    weights = weights or Weights()
    pairs = [(decky, persona) for decky in deckies for persona in decky.usable_personas() if is_active(persona, now)]
    wants_user = rng.random() < weights.user_share
    if pairs and wants_user:
        decky, persona = rng.choice(pairs)
        return _decide(decky, persona, now, rng, edit_candidate, weights)
    if not deckies or weights.user_share >= 1:
        return None
    return _decide(rng.choice(list(deckies)), None, now, rng, edit_candidate, weights)


def pick_for(
    activity_time: ActivityTime,
    decky: Decky,
    rng: random.Random,
    *,
    edit_candidate: Candidate | None = None,
    peers: Sequence[str] = (),
    weights: Weights | None = None,
) -> Plan | None:
    """Choose what the activity time's own actor does: greet one of ``peers``, or something with a file, or nothing."""
    weights = weights or Weights()
    wants_traffic = rng.random() < weights.traffic_share
    if activity_time.persona is not None and wants_traffic and peers:
        return Plan(
            Verb.TRAFFIC,
            decky.name,
            activity_time.moment,
            activity_time.persona,
            activity_time=activity_time.id,
            peer=rng.choice(sorted(peers)),
        )
    persona = next((person for person in decky.usable_personas() if person.login == activity_time.persona), None)
    if activity_time.persona is not None and persona is None:
        return None
    plan = _decide(decky, persona, activity_time.moment, rng, edit_candidate, weights)
    return replace(plan, activity_time=activity_time.id) if plan else None


def is_mail(seed: str, activity_time: ActivityTime, share: float) -> bool:
    """Whether the activity time's persona writes a mail on it; asked of a decky that has mailboxes, before anything else is chosen.

    It depends on nothing but the activity time, so that every word that sends mail finds the same ones.
    """
    return activity_time.persona is not None and seeded_random(seed, "mail", activity_time.id).random() < share


def _decide(
    decky: Decky,
    persona: Persona | None,
    now: datetime,
    rng: random.Random,
    candidate: Candidate | None,
    weights: Weights,
) -> Plan | None:
    """Create, edit or leave alone, for one actor on one decky."""
    login = persona.login if persona else None
    if candidate is not None and (candidate.persona != login or candidate.content_class not in EDITABLE_CLASSES):
        candidate = None
    if candidate is not None and candidate.last_modified >= now:
        candidate = None
    roll = rng.random() * (weights.create + weights.edit + weights.leave_alone)
    content_class = _choose_class(decky, persona, rng, weights)
    if roll >= weights.create + weights.edit:
        return None
    if roll >= weights.create and candidate is not None:
        return Plan(Verb.EDIT, candidate.decky, now, login, candidate.content_class, candidate=candidate.uuid)
    if content_class is None:
        return None
    return Plan(Verb.CREATE, decky.name, now, login, content_class)


def _choose_class(decky: Decky, persona: Persona | None, rng: random.Random, weights: Weights) -> ContentClass | None:
    """A class of the actor's side by weight; None where all that would fit weigh nothing."""
    possible: tuple[ContentClass, ...] = USER_CLASSES if persona else SYSTEM_CLASSES
    if persona is None and not decky.facts.log_files:
        possible = tuple(item for item in possible if item not in LOG_CLASSES)
    shares = [weights.classes.get(item.value, 0.0) for item in possible]
    if sum(shares) <= 0:
        return None
    return rng.choices(possible, shares)[0]
