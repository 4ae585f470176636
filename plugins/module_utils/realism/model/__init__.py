# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The records that pass between the rooms of the engine. They make no decisions."""
