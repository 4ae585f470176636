# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads ``decoy_bus``: a list of publishers, each by its type or as a mapping with settings."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError

from .base import Publisher
from .jsonl import JsonlPublisher
from .nats import NatsPublisher
from .webhook import WebhookPublisher

#: Each type with the settings that it takes; the first is needed where it is marked.
_TYPES: dict[str, tuple[str, ...]] = {
    "jsonl": ("path",),
    "nats": ("url", "token", "user", "password", "jetstream", "prefix", "timeout"),
    "webhook": ("url", "token", "headers", "timeout"),
}
_NEEDED = {"nats": "url", "webhook": "url"}


def names_of(option: Sequence[object]) -> tuple[str, ...]:
    """The names of the publishers, by which the outbox keeps their rows. Raises RealismError."""
    return tuple(name for name, _kind, _settings in _read(option))


def publishers_of(option: Sequence[object], ledger: str) -> tuple[Publisher, ...]:
    """The publishers; ``ledger`` is the ledger's place, beside which the default file lies. Raises RealismError."""
    made: list[Publisher] = []
    for name, kind, settings in _read(option):
        if kind == "jsonl":
            made.append(JsonlPublisher(name, str(settings.get("path") or default_path(ledger))))
        elif kind == "nats":
            made.append(NatsPublisher(name, settings))
        else:
            made.append(WebhookPublisher(name, settings))
    return tuple(made)


def default_path(ledger: str) -> str:
    """``events.jsonl`` beside a ledger that is a file, else in the user's folder."""
    folder = (
        "~/.decnet" if ledger.startswith("postgresql://") else os.path.dirname(ledger.removeprefix("sqlite:///")) or "."
    )
    return os.path.join(os.path.expanduser(folder), "events.jsonl")


def _read(option: Sequence[object]) -> list[tuple[str, str, dict[str, Any]]]:
    found: list[tuple[str, str, dict[str, Any]]] = []
    for item in option:
        settings: dict[str, Any] = {"type": str(item)} if isinstance(item, str) else {}
        if isinstance(item, Mapping):
            settings = {str(key): value for key, value in item.items()}
        kind = str(settings.pop("type", ""))
        if kind not in _TYPES:
            raise RealismError(
                f"bus: {kind[:30]!r} is no publisher; use {', '.join(_TYPES)}, or a mapping with such a type"
            )
        name = str(settings.pop("name", kind))
        for key in settings:
            if key not in _TYPES[kind]:
                raise RealismError(f"bus: {key[:30]!r} is no setting of {kind}; it has {', '.join(_TYPES[kind])}")
        if kind in _NEEDED and not settings.get(_NEEDED[kind]):
            raise RealismError(f"bus: {kind} needs {_NEEDED[kind]}; write it as {{type: {kind}, {_NEEDED[kind]}: ...}}")
        if any(name == other for other, _kind, _settings in found):
            raise RealismError(f"bus: there are two publishers named {name[:30]}; give one of them another name")
        found.append((name, kind, settings))
    return found
