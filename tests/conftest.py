# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Has pytest explain the failures of the shared contracts as it explains those of a test module."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("contracts")
