# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option ``bus``: a list of publishers, each a type or a mapping with settings."""

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
    """The types of publishers by name: the subclasses of Publisher in this package that set a ``kind``."""
    return implementations(str(__package__), Publisher, label="kind")


def names_of(option: Sequence[object]) -> tuple[str, ...]:
    """The names of the publishers, which identify their rows in the outbox. Raises RealismError."""
    return tuple(name for name, _publisher, _settings in _read(option))


def publishers_of(option: Sequence[object], ledger: str) -> tuple[Publisher, ...]:
    """The publishers of the option ``bus``.

    ``ledger`` is the location of the ledger, whose folder holds the default file. Raises RealismError, LedgerError.
    """
    return tuple(publisher.configured(name, settings, ledger) for name, publisher, settings in _read(option))


def default_path(ledger: str) -> str:
    """``events.jsonl`` in the folder of the ledger. Raises LedgerError."""
    return os.path.join(ledger_folder(ledger), "events.jsonl")


def _read(option: Sequence[object]) -> list[tuple[str, type[Publisher], dict[str, Any]]]:
    types = publisher_types()
    publishers: list[tuple[str, type[Publisher], dict[str, Any]]] = []
    for item in option:
        settings: dict[str, Any] = {"type": str(item)} if isinstance(item, str) else {}
        if isinstance(item, Mapping):
            settings = {str(key): value for key, value in item.items()}
        kind = str(settings.pop("type", ""))
        if kind not in types:
            raise RealismError(
                f"bus: {kind[:30]!r} is not a publisher; use {', '.join(types)}, or a mapping with one of them as type"
            )
        publisher, name = types[kind], str(settings.pop("name", kind))
        for key in settings:
            if key not in publisher.settings:
                raise RealismError(f"bus: {key[:30]!r} is not a setting of {kind}; use {', '.join(publisher.settings)}")
        for key in publisher.required:
            if not settings.get(key):
                raise RealismError(f"bus: {kind} needs {key}; write it as {{type: {kind}, {key}: ...}}")
        if any(name == other for other, _publisher, _settings in publishers):
            raise RealismError(f"bus: two publishers have the name {name[:30]}; set another name for one of them")
        publishers.append((name, publisher, settings))
    return publishers
