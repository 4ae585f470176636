# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Discovery of the implementations of an interface in a package, so that a new one is one new file."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def implementations(package: str, interface: type[Any], label: str = "name") -> dict[str, Any]:
    """The subclasses of ``interface`` in the modules of ``package``, by their label, in alphabetical order.

    The label is the class attribute that ``label`` names. A class that does not set it itself, such as a base class, is
    not listed. Raises TypeError for two classes with the same label.
    """
    classes: dict[str, Any] = {}
    for entry in iter_modules(import_module(package).__path__):
        module = import_module(f"{package}.{entry.name}")
        for item in vars(module).values():
            if not (isinstance(item, type) and issubclass(item, interface) and item.__module__ == module.__name__):
                continue
            name = vars(item).get(label)
            if not isinstance(name, str):
                continue
            if name in classes:
                raise TypeError(f"{item.__module__} and {classes[name].__module__} both have the {label} {name}")
            classes[name] = item
    return dict(sorted(classes.items()))
