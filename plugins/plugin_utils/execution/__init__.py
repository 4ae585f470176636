# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Applies plans, and recovers the actions that a crash left in doubt."""
