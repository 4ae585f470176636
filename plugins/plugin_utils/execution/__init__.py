# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries out actions and recovers those that a crash left in doubt."""
