# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Phrase banks and templates: data files beside this one, read once a process."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

try:
    import yaml
except ImportError:  # ansible-core brings it; only a check of imports goes without
    yaml = None  # type: ignore[assignment]


FOLDER = Path(__file__).parent


@lru_cache(maxsize=None)
def load(name: str) -> dict[str, Any]:
    """The data file ``name``.yml. Raises FileNotFoundError."""
    text = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data


def languages(name: str) -> tuple[str, ...]:
    """The languages with a data file ``name`` of their own, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob(f"*/{name}.yml")))


def listed(folder: str) -> tuple[str, ...]:
    """The names of the data files in a folder, without their extension, in alphabetical order."""
    return tuple(sorted(path.stem for path in (FOLDER / folder).glob("*.yml")))


@lru_cache(maxsize=None)
def spoken(name: str, language: str) -> dict[str, Any]:
    """The data file ``name`` of that language (``de``, ``de-CH``); the English one where the language has none."""
    own = f"{language.partition('-')[0].lower()}/{name}"
    return load(own) if re.fullmatch(r"[a-z]{2,3}/\w+", own) and (FOLDER / f"{own}.yml").is_file() else load(name)
