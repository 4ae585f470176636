# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The block below a mail: the persona's own, or one that a company's template makes, always the same for one person."""

from __future__ import annotations

from ..company.world import World
from ..model.persona import Persona
from ..model.seeded_random import seeded_random
from .records import MailClient

#: 35 % of list mails carry a signature below ``-- `` (measured); within a company more do, as programs put it there.
SIGNED = 0.45


def signature(sender: Persona, world: World, client: MailClient, turn: int) -> str:
    """The block with its rule, or nothing. Short answers from a phone or deep in a thread go without."""
    rng = seeded_random(world.seed, "signature", sender.login)
    text = sender.signature
    if text is None:
        if rng.random() >= SIGNED:
            return ""
        company = world.domain.split(".")[-2].capitalize() if "." in world.domain else world.domain.capitalize()
        extension = seeded_random(world.seed, "extension", sender.login).randrange(100, 999)
        role = sender.role[:1].upper() + sender.role[1:]
        first, second = (
            f"{sender.name} | {role}\n{company} | -{extension}",
            f"{sender.name}\n{company} | {sender.email}",
        )
        text = rng.choice((f"{sender.name}\n{role}, {company}", first, second))
    if turn > 1 and rng.random() < 0.5:
        return ""
    return f"-- \n{text}" if client.dashes else text
