# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Phrase banks and templates: the data files of this folder, read once per process."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

try:
    import yaml
except ImportError:  # ansible-core requires it; only the import sanity test runs without it
    yaml = None  # type: ignore[assignment]


FOLDER = Path(__file__).parent


@lru_cache(maxsize=None)
def load(name: str) -> dict[str, Any]:
    """The content of the data file ``name``.yml. Raises FileNotFoundError where it is missing."""
    text = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data


def languages(name: str) -> tuple[str, ...]:
    """The languages that have a data file ``name``, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob(f"*/{name}.yml")))


def listed(folder: str) -> tuple[str, ...]:
    """The names of the data files in a folder, without their extension, in alphabetical order."""
    return tuple(sorted(path.stem for path in (FOLDER / folder).glob("*.yml")))


@lru_cache(maxsize=None)
def spoken(name: str, language: str) -> dict[str, Any]:
    """The data file ``name`` of a language (``de``, ``de-CH``); the English one where the language has none."""
    localised = f"{language.partition('-')[0].lower()}/{name}"
    exists = re.fullmatch(r"[a-z]{2,3}/\w+", localised) and (FOLDER / f"{localised}.yml").is_file()
    return load(localised if exists else name)
