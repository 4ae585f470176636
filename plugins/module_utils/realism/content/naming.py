# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How files are called and protected: a user's below the real home, the system's as the decky's OS family names them.

No basename ever holds eight decimal digits in a row: a time stamp in a name is the mark of a generator.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection
from datetime import datetime

from ..company.world import World
from ..corpora import load
from ..model.content_classes import LOG_CLASSES, ContentClass
from ..model.decky import Decky
from ..model.errors import RealismError
from ..model.persona import Persona
from ..model.seeded_random import seeded_random
from .phrasing import Phrasing

_LONG_NUMBER = re.compile(r"\d{8,}")
#: Names are typed in a shell, where few write umlauts.
_TYPED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_MKTEMP = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
#: Measured on 716 public scripts.
EXECUTABLE_SHARE = 0.72


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

    Raises KeyError for logs, email and canary, RealismError where the persona has no home to write to.
    """
    content_class = ContentClass(content_class)
    if content_class is ContentClass.CACHE_TMP:
        return _first_free(lambda: f"/tmp/tmp.{''.join(rng.choice(_MKTEMP) for _letter in range(10))}", taken)
    shell_only = content_class is ContentClass.SCRIPT and not speaks_python(decky)
    names: Callable[[Phrasing, random.Random], str] = _shell_script if shell_only else _NAMES[content_class]
    if persona is None:
        raise RealismError(f"content_class {content_class} is a persona's; name one")
    home = home_of(persona, decky)
    habit = seeded_random(world.seed, "naming", persona.login)
    voice = Phrasing(
        world, persona, now, rng, language=persona.language if content_class is not ContentClass.SCRIPT else "en"
    )
    joint = habit.choice(("-", "-", "_"))
    folder = habit.choice(_FOLDERS[content_class])
    extension = habit.choice(_EXTENSIONS[content_class]) if content_class is not ContentClass.SCRIPT else ""

    def name() -> str:
        stem = names(voice, rng).translate(_TYPED)
        stem = re.sub(r"[^\w.-]+", joint, stem).strip("-_.")
        whole = stem if "." in stem[-4:] else stem + extension
        return f"{home}/{folder}{whole}"

    return _first_free(name, taken)


def home_of(persona: Persona, decky: Decky) -> str:
    """The persona's home on the decky. Raises RealismError where there is none to write to."""
    account = decky.facts.account(persona.login)
    if account is None or account.home in ("", "/", "/nonexistent", "/dev/null"):
        raise RealismError(
            f"persona {persona.login} has no home on this decky; make an account with one, or name another persona"
        )
    return account.home.rstrip("/")


def mode_for(content_class: ContentClass, persona: Persona | None, rng: random.Random, path: str) -> int:
    """The permission that the persona's umask, or the system's programs, would leave."""
    if persona is None:
        return {ContentClass.CACHE_TMP: 0o600}.get(content_class, 0o640 if content_class in LOG_CLASSES else 0o644)
    umask = seeded_random("umask", persona.login, persona.email).choice(
        (0o022, 0o022, 0o022, 0o022, 0o022, 0o022, 0o022, 0o022, 0o002, 0o077)
    )
    executable = content_class is ContentClass.SCRIPT and rng.random() < EXECUTABLE_SHARE
    return (0o777 if executable else 0o666) & ~umask


def _first_free(make: Callable[[], str], taken: Collection[str]) -> str:
    for _attempt in range(200):
        path = make()
        if path not in taken and not _LONG_NUMBER.search(path.rpartition("/")[2]):
            return path
    raise RealismError(
        "no free name was found for a new file; the home is full of such files, lower the weight of their class"
    )


def _note(voice: Phrasing, rng: random.Random) -> str:
    return _cased(voice, voice.fill(rng.choice(voice.words["names"]["note"]))).replace("the ", "")


def _todo(voice: Phrasing, rng: random.Random) -> str:
    # Most people have one list; a second one bears the name of what it is for.
    first = seeded_random(voice.world.seed, "todo", voice.persona.login if voice.persona else "").choice(
        ("TODO.md", "TODO.md", "todo.md", "todo.txt", "TODO")
    )
    return rng.choice(
        (
            first,
            first,
            first,
            first,
            *(f"{_cased(voice, voice.fill(name))}.md" for name in voice.words["names"]["todo"]),
        )
    )


def _draft(voice: Phrasing, rng: random.Random) -> str:
    return voice.fill(rng.choice(voice.words["names"]["draft"]))


def _cased(voice: Phrasing, name: str) -> str:
    """Small letters throughout, but where nouns are capitalised."""
    return name if voice.words.get("capital_nouns") else name.lower()


def speaks_python(decky: Decky) -> bool:
    """Whether something on the decky is seen to run Python: nobody writes it where it does not."""
    words = [*decky.facts.running, *(job.command for job in decky.facts.crontabs)]
    return any("python" in word for word in words)


def _shell_script(voice: Phrasing, rng: random.Random) -> str:
    return _script(voice, rng, python_share=0.0)


def _script(voice: Phrasing, rng: random.Random, python_share: float = 0.3) -> str:
    language = "python" if rng.random() < python_share else "bash"
    stem = rng.choice(load("scripts")[language]["stems"])
    stem = rng.choice((stem, stem, f"{stem}-{voice.fill('{project}').lower()}"))
    return f"{stem.replace('-', '_')}.py" if language == "python" else f"{stem}.sh"


_NAMES: dict[ContentClass, Callable[[Phrasing, random.Random], str]] = {
    ContentClass.NOTE: _note,
    ContentClass.TODO: _todo,
    ContentClass.DRAFT: _draft,
    ContentClass.SCRIPT: _script,
}
_FOLDERS = {
    ContentClass.NOTE: ("", "", "notes/", "Notes/", "Documents/"),
    ContentClass.TODO: ("",),
    ContentClass.DRAFT: ("", "Documents/", "drafts/", "Documents/drafts/"),
    ContentClass.SCRIPT: ("", "bin/", "bin/", "scripts/"),
}
_EXTENSIONS = {
    ContentClass.NOTE: (".md", ".md", ".txt"),
    ContentClass.TODO: ("",),
    ContentClass.DRAFT: (".md", ".md", ".txt"),
}
