# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The paths and modes of new files: those of personas below the real home, those of the system as its programs do.

No basename has eight decimal digits in a row: a time stamp in a name is typical of a generator.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import datetime

from ..company.world import World
from ..model.content_classes import ContentClass
from ..model.decky import Decky
from ..model.errors import RealismError
from ..model.persona import Persona
from ..model.seeded_random import seeded_random
from .bodies import body_of, registry
from .bodies.base import SYSTEM
from .phrasing import Phrasing

_LONG_NUMBER = re.compile(r"\d{8,}")
#: File names are typed in a shell, so that umlauts are spelled out and other letters lose their accents.
_TYPED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def make_path(
    content_class: ContentClass,
    persona: Persona | None,
    decky: Decky,
    rng: random.Random,
    *,
    taken: Collection[str] = (),
    world: World,
    now: datetime,
) -> str:
    """A path for a new file that is not in ``taken``.

    Raises KeyError for logs, email and canary, and RealismError where the persona has no home directory.
    """
    body = body_of(content_class)
    if body.side == SYSTEM:
        return _first_free(lambda: body.system_path(rng), taken)
    if persona is None:
        raise RealismError(f"content_class {body.content_class} needs a persona; set persona to one of the pool")
    home = home_of(persona, decky)
    habit = seeded_random(world.seed, "naming", persona.login)
    voice = Phrasing(world, persona, now, rng, language=persona.language if body.translated else "en")
    joint, folder, extension = habit.choice(("-", "-", "_")), habit.choice(body.folders), habit.choice(body.extensions)

    def name() -> str:
        stem = unicodedata.normalize("NFKD", body.name(voice, rng, decky).translate(_TYPED))
        stem = stem.encode("ascii", "ignore").decode()
        stem = re.sub(r"[^\w.-]+", joint, stem).strip("-_.")
        whole = stem if "." in stem[-4:] else stem + extension
        return f"{home}/{folder}{whole}"

    return _first_free(name, taken)


def home_of(persona: Persona, decky: Decky) -> str:
    """The home directory of a persona on the decky. Raises RealismError where there is none."""
    account = decky.facts.account(persona.login)
    if account is None or account.home in ("", "/", "/nonexistent", "/dev/null"):
        raise RealismError(
            f"persona {persona.login} has no home on this decky; make an account with one, or name another persona"
        )
    return account.home.rstrip("/")


def mode_for(content_class: ContentClass, persona: Persona | None, rng: random.Random, path: str) -> int:
    """The mode of a new file: by the persona's umask, or as the system's programs set it."""
    body = registry().get(ContentClass(content_class))
    if persona is None:
        return body.system_mode if body else 0o644
    umask = seeded_random("umask", persona.login, persona.email).choice(
        (0o022, 0o022, 0o022, 0o022, 0o022, 0o022, 0o022, 0o022, 0o002, 0o077)
    )
    executable = body is not None and body.executable_share > 0 and rng.random() < body.executable_share
    return (0o777 if executable else 0o666) & ~umask


def _first_free(make: Callable[[], str], taken: Collection[str]) -> str:
    """The first path of 200 attempts that is not taken. Raises RealismError where there is none."""
    for _attempt in range(200):
        path = make()
        if path not in taken and not _LONG_NUMBER.search(path.rpartition("/")[2]):
            return path
    raise RealismError(
        "no free name was found for a new file; the home is full of such files, lower the weight of their content class"
    )
