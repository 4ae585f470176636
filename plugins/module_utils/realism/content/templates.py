# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates of sentences: words and ``{slots}``."""

from __future__ import annotations

import re
from collections.abc import Callable

_SLOT = re.compile(r"\{(\w+)\}")
#: The depth to which the value of a slot may have slots itself.
_DEPTH = 4


def slots_of(template: str) -> list[str]:
    """The names of the template's slots, in order."""
    return _SLOT.findall(template)


def own_words(template: str, edges: str = " .") -> str:
    """The longest run of the template's own words in lower case, without ``edges``.

    Two texts that share it read alike.
    """
    return max(_SLOT.split(template)[::2], key=len).strip(edges).lower()


def filled(template: str, value: Callable[[str], str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The template with every slot filled by ``value(name)``, also slots within values.

    The second part of the result holds the slot and value of each filling.
    """
    fillings: list[tuple[str, str]] = []

    def fill(match: re.Match[str]) -> str:
        fillings.append((match.group(1), value(match.group(1))))
        return fillings[-1][1]

    text = template
    for _depth in range(_DEPTH):
        if "{" not in text:
            break
        text = _SLOT.sub(fill, text)
    return text, tuple(fillings)
