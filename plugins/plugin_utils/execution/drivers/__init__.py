# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The registry of drivers: which driver carries out which kind of action.

A driver is a class in a module of this package. Its attribute ``carries`` holds the kinds of action it carries out.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import Action

from ...transports.base import Transport
from .base import ActivityDriver

__all__ = ["ActivityDriver", "driver_class_for", "get_driver_for"]


def get_driver_for(action: Action, transport: Transport) -> ActivityDriver:
    """The driver of the action's kind. Raises LookupError if no driver carries it out."""
    return driver_class_for(action)(transport)


def driver_class_for(action: Action) -> type[ActivityDriver]:
    """The class of the driver of the action's kind. Raises LookupError if no driver carries it out."""
    try:
        return _registry()[type(action)]
    except KeyError:
        raise LookupError(f"no driver carries out a {type(action).__name__}") from None


@cache
def _registry() -> dict[type[Action], type[ActivityDriver]]:
    """The drivers of this package by the kinds of action that they carry out."""
    found: dict[type[Action], type[ActivityDriver]] = {}
    for module in sorted(item.name for item in iter_modules(__path__)):
        for value in vars(import_module(f"{__name__}.{module}")).values():
            if isinstance(value, type) and issubclass(value, ActivityDriver):
                found.update(dict.fromkeys(value.carries, value))
    return found
