# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the implementations of an interface among the files of a package, so that a new one is one new file."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def implementations(package: str, interface: type[Any], label: str = "name") -> dict[str, Any]:
    """The classes that extend ``interface``, by their ``label``, in alphabetical order.

    A class is listed where its own body sets the class attribute ``label``; bases and helpers of a package set none.
    Raises TypeError for two classes with one label.
    """
    found: dict[str, Any] = {}
    for entry in iter_modules(import_module(package).__path__):
        module = import_module(f"{package}.{entry.name}")
        for item in vars(module).values():
            if not (isinstance(item, type) and issubclass(item, interface) and item.__module__ == module.__name__):
                continue
            name = vars(item).get(label)
            if not isinstance(name, str):
                continue
            if name in found:
                raise TypeError(f"{item.__module__} and {found[name].__module__} both have the {label} {name}")
            found[name] = item
    return dict(sorted(found.items()))
