# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a test module runs a contract: ``globals().update(contract_tests(contracts.ledger))``.

The module gives the contract's fixture. An import of every name would do the same and hide what is used.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType


def contract_tests(*contracts: ModuleType) -> dict[str, Callable[..., None]]:
    """The tests of the contracts by name. Raises ValueError for two tests of one name."""
    found: dict[str, Callable[..., None]] = {}
    for contract in contracts:
        for name, value in vars(contract).items():
            if name.startswith("test_") and callable(value):
                if name in found:
                    raise ValueError(f"two contracts have a test {name}")
                found[name] = value
    return found
