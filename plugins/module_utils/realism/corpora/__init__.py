# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Phrase banks and templates: data files beside this one, read once a process."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

try:
    import yaml
except ImportError:  # ansible-core brings it; only a check of imports goes without
    yaml = None  # type: ignore[assignment]

NAMES = ("words", "todo", "notes", "drafts", "scripts", "daemons", "mail_clients", "company")
MAIL_NAMES = tuple(f"mail/{language}" for language in ("de", "en", "es", "fr", "it", "nl", "pt"))


@lru_cache(maxsize=None)
def load(name: str) -> dict[str, Any]:
    """The data file ``name``.yml. Raises FileNotFoundError."""
    text = (Path(__file__).parent / f"{name}.yml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data


def preload() -> None:
    """Read all of them, so that processes forked afterwards need not."""
    for name in NAMES:
        load(name)
