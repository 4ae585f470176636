# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The country of a persona or a time zone, from the tables of the IANA time zone database."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona


def country_of(persona: Persona) -> str | None:
    """The ISO 3166 alpha-2 country of the persona: its own, else that of its time zone.

    Returns None for a zone without a country, such as Etc/UTC.
    """
    if persona.country:
        return persona.country
    countries, links = _countries(), _links()
    # The table of countries has only the current names of zones, not former ones such as Europe/Kiev.
    return countries.get(persona.timezone) or countries.get(links.get(persona.timezone, ""))


@lru_cache(maxsize=1)
def known_countries() -> frozenset[str]:
    """All countries with a time zone, which are all inhabited ones; empty where the controller has no table."""
    return frozenset(_countries().values())


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """The country of each time zone, from zone.tab: lines of country, coordinates, zone and comment, split by tabs."""
    rows = (line.split("\t") for line in _lines("zone.tab") if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows if len(row) > 2}


@lru_cache(maxsize=1)
def _links() -> Mapping[str, str]:
    """The target of each link, from the lines ``L target name`` of tzdata.zi."""
    rows = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return {row[2]: row[1] for row in rows if len(row) == 3}


def _lines(name: str) -> Iterator[str]:
    """The lines of a table of the zone database, from the package tzdata, else from the system; else none."""
    try:
        text = (resources.files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        files = (Path(folder) / name for folder in zoneinfo.TZPATH)
        text = next((file.read_text(encoding="utf-8") for file in files if file.is_file()), "")
    return iter(text.splitlines())
