# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads ``decoy_bus``: a list of publishers, each by its type or as a mapping with settings."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError

from ..ledger import ledger_folder
from ..registry import implementations
from .base import Publisher


@lru_cache(maxsize=1)
def publisher_types() -> dict[str, type[Publisher]]:
    """The types of publishers by name. Every file of this room that declares a ``kind`` is one."""
    return implementations(str(__package__), Publisher, label="kind")


def names_of(option: Sequence[object]) -> tuple[str, ...]:
    """The names of the publishers, by which the outbox keeps their rows. Raises RealismError."""
    return tuple(name for name, _publisher, _settings in _read(option))


def publishers_of(option: Sequence[object], ledger: str) -> tuple[Publisher, ...]:
    """The publishers of the option ``bus``.

    ``ledger`` is the ledger's location, beside which the default file is. Raises RealismError, LedgerError.
    """
    return tuple(publisher.configured(name, settings, ledger) for name, publisher, settings in _read(option))


def default_path(ledger: str) -> str:
    """``events.jsonl`` in the folder of the ledger. Raises LedgerError."""
    return os.path.join(ledger_folder(ledger), "events.jsonl")


def _read(option: Sequence[object]) -> list[tuple[str, type[Publisher], dict[str, Any]]]:
    types = publisher_types()
    found: list[tuple[str, type[Publisher], dict[str, Any]]] = []
    for item in option:
        settings: dict[str, Any] = {"type": str(item)} if isinstance(item, str) else {}
        if isinstance(item, Mapping):
            settings = {str(key): value for key, value in item.items()}
        kind = str(settings.pop("type", ""))
        if kind not in types:
            raise RealismError(
                f"bus: {kind[:30]!r} is no publisher; use {', '.join(types)}, or a mapping with such a type"
            )
        publisher, name = types[kind], str(settings.pop("name", kind))
        for key in settings:
            if key not in publisher.settings:
                raise RealismError(f"bus: {key[:30]!r} is no setting of {kind}; it has {', '.join(publisher.settings)}")
        for key in publisher.required:
            if not settings.get(key):
                raise RealismError(f"bus: {kind} needs {key}; write it as {{type: {kind}, {key}: ...}}")
        if any(name == other for other, _publisher, _settings in found):
            raise RealismError(f"bus: there are two publishers named {name[:30]}; give one of them another name")
        found.append((name, publisher, settings))
    return found
