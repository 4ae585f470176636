# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which country a time zone lies in, by the tables of the IANA time zone database."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona


def country_of(persona: Persona) -> str | None:
    """The persona's ISO 3166 alpha-2 country: its own, else that of its time zone.

    None for zones of no country, such as Etc/UTC.
    """
    if persona.country:
        return persona.country
    countries, links = _countries(), _links()
    # An old name, such as Europe/Kiev, is in no table of countries; its present one is.
    return countries.get(persona.timezone) or countries.get(links.get(persona.timezone, ""))


@lru_cache(maxsize=1)
def known_countries() -> frozenset[str]:
    """Every country that has a time zone, which is every one with people.

    Empty where the controller has no table of zones.
    """
    return frozenset(_countries().values())


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """Country by time zone, from lines of zone.tab: country, coordinates, zone and a comment, parted by tabs."""
    rows = (line.split("\t") for line in _lines("zone.tab") if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows if len(row) > 2}


@lru_cache(maxsize=1)
def _links() -> Mapping[str, str]:
    """The zone that a name is a link to, from lines of tzdata.zi: ``L target name``."""
    rows = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return {row[2]: row[1] for row in rows if len(row) == 3}


def _lines(name: str) -> Iterator[str]:
    """The lines of a table of the zone database: the package tzdata's, else the system's; none where neither has it."""
    try:
        text = (resources.files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        files = (Path(folder) / name for folder in zoneinfo.TZPATH)
        text = next((file.read_text(encoding="utf-8") for file in files if file.is_file()), "")
    return iter(text.splitlines())
