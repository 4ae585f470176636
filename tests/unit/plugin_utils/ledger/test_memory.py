# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The in-memory ledger of the tests answers as the real one does."""

from __future__ import annotations

import inspect

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger
from contracts import holiday_store as holiday_store_contract
from contracts import ledger as ledger_contract
from contracts import ledger_keys as ledger_keys_contract
from contracts.collection import contract_tests
from fakes.ledger import MemoryLedger

globals().update(contract_tests(holiday_store_contract, ledger_contract, ledger_keys_contract))


@pytest.fixture
def ledger() -> Ledger:
    return MemoryLedger()


@pytest.fixture
def store(ledger: Ledger) -> Ledger:
    """The ledger as the store of public holidays."""
    return ledger


def public(kind: type) -> dict[str, list[tuple[object, ...]]]:
    """The public methods of a class with their parameters; their types are mypy's business."""
    members = inspect.getmembers(kind, inspect.isfunction)
    return {
        name: [(item.name, item.kind, item.default) for item in inspect.signature(member).parameters.values()]
        for name, member in members
        if not name.startswith("_")
    }


def test_it_has_every_public_method_of_the_ledger_with_its_parameters() -> None:
    """A method that it inherits would reach for a database in the middle of somebody else's test."""
    assert public(MemoryLedger) == public(Ledger)
    own = {name for kind in MemoryLedger.__mro__ if kind.__module__.startswith("fakes.") for name in vars(kind)}
    assert set(public(Ledger)) <= own
