# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The signature of a persona: its own, or one from a template of the company. It never changes."""

from __future__ import annotations

from ..company.world import World
from ..model.persona import Persona
from ..model.seeded_random import seeded_random
from .records import MailClient

#: The share of personas with a signature. 35 % of list mails have one below ``-- `` (measured); companies have more, as
#: their programs add it.
SIGNED = 0.45


def signature(sender: Persona, world: World, client: MailClient, turn: int) -> str:
    """The signature below its ``-- ``, or "". Replies deep in a thread often have none."""
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
