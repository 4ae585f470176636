# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of the transports on real deckies: containers and a directory."""

from __future__ import annotations

from contracts import transports as transports_contract
from contracts.collection import contract_tests

globals().update(contract_tests(transports_contract))
