# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides what is done at an activity time, and by whom. How it is done is decided elsewhere.

The shares are those the product grew with: 60 % create, 30 % edit, 10 % leave alone, and 70 % of
all artefacts are people's, 30 % the system's.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from ..behaviour.activity_times import ActivityTime
from ..behaviour.diurnal import is_active
from ..content import bodies
from ..content.bodies.base import SYSTEM, USER
from ..model.content_classes import ContentClass
from ..model.decky import Decky
from ..model.persona import Persona
from ..model.records import SyntheticFile
from ..model.seeded_random import seeded_random
from .weights import DEFAULT_USER_SHARE, Weights


class Verb(str, Enum):
    """What is done at an activity time."""

    CREATE = "create"
    EDIT = "edit"
    TRAFFIC = "traffic"

    __str__ = str.__str__


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What to do at one activity time, before a path or a text is chosen.

    ``persona`` is the persona's login, None for the system. ``candidate`` is the uuid of the synthetic file to edit
    (EDIT only), ``peer`` the decky to greet (TRAFFIC only).
    """

    verb: Verb
    decky: str
    moment: datetime
    persona: str | None = None
    content_class: ContentClass | None = None
    activity_time: str | None = None
    candidate: str | None = None
    peer: str | None = None


def pick(
    deckies: Sequence[Decky],
    now: datetime,
    rng: random.Random,
    *,
    edit_candidate: SyntheticFile | None = None,
    weights: Weights | None = None,
) -> Decision | None:
    """One file decision for a fleet at ``now``, or None where it is left alone.

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
    edit_candidate: SyntheticFile | None = None,
    peers: Sequence[str] = (),
    weights: Weights | None = None,
) -> Decision | None:
    """What the actor of the activity time does: greet one of ``peers``, something with a file, or nothing.

    The host's logs get every line that is due from :mod:`hostlogs`. Where the system's choice is a log, nothing is left
    to do.
    """
    weights = weights or Weights()
    wants_traffic = rng.random() < weights.traffic_share
    if activity_time.persona is not None and wants_traffic and peers:
        return Decision(
            verb=Verb.TRAFFIC,
            decky=decky.name,
            moment=activity_time.moment,
            persona=activity_time.persona,
            activity_time=activity_time.id,
            peer=rng.choice(sorted(peers)),
        )
    persona = next((person for person in decky.usable_personas() if person.login == activity_time.persona), None)
    if activity_time.persona is not None and persona is None:
        return None
    decision = _decide(decky, persona, activity_time.moment, rng, edit_candidate, weights)
    if decision is None or decision.content_class in bodies.log_classes():
        return None
    return replace(decision, activity_time=activity_time.id)


def within_share(seed: str, activity_time: ActivityTime, user_share: float) -> bool:
    """Whether the activity time is used at all.

    ``user_share`` thins out one side, so that its share is the requested one.

    At the default share every activity time is used, as the habits that make them already hold it.
    """
    usual, wanted = (
        (1.0 - DEFAULT_USER_SHARE, 1.0 - user_share)
        if activity_time.persona is None
        else (DEFAULT_USER_SHARE, user_share)
    )
    return wanted >= usual or seeded_random(seed, "share", activity_time.id).random() < wanted / usual


def is_mail(seed: str, activity_time: ActivityTime, share: float) -> bool:
    """Whether the persona writes a mail at the activity time; asked on a decky with mailboxes before anything else.

    It depends on the activity time alone, so that every module that sends mail finds the same ones.
    """
    return activity_time.persona is not None and seeded_random(seed, "mail", activity_time.id).random() < share


def _decide(
    decky: Decky,
    persona: Persona | None,
    now: datetime,
    rng: random.Random,
    candidate: SyntheticFile | None,
    weights: Weights,
) -> Decision | None:
    """Create, edit or leave alone, for one actor on one decky."""
    login = persona.login if persona else None
    if candidate is not None and (candidate.persona != login or not bodies.is_editable(candidate.content_class)):
        candidate = None
    if candidate is not None and candidate.last_modified >= now:
        candidate = None
    roll = rng.random() * (weights.create + weights.edit + weights.leave_alone)
    content_class = _choose_class(decky, persona, rng, weights)
    if roll >= weights.create + weights.edit:
        return None
    if roll >= weights.create and candidate is not None:
        return Decision(
            verb=Verb.EDIT,
            decky=candidate.decky,
            moment=now,
            persona=login,
            content_class=ContentClass(candidate.content_class),
            candidate=candidate.uuid,
        )
    if content_class is None or not weights.create:
        return None
    return Decision(verb=Verb.CREATE, decky=decky.name, moment=now, persona=login, content_class=content_class)


def _choose_class(decky: Decky, persona: Persona | None, rng: random.Random, weights: Weights) -> ContentClass | None:
    """A class of the actor's side by weight; None where all that would fit weigh nothing."""
    possible = bodies.classes_of(USER if persona else SYSTEM)
    if persona is None and not decky.facts.log_files:
        possible = tuple(item for item in possible if item not in bodies.log_classes())
    shares = [weights.classes.get(item.value, 0.0) for item in possible]
    if sum(shares) <= 0:
        return None
    return rng.choices(possible, shares)[0]
