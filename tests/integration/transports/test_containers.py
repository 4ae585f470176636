# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of the transports on real deckies: containers and a directory."""

from __future__ import annotations

from contracts.transports import *  # noqa: F403  (the contract's tests run here)
