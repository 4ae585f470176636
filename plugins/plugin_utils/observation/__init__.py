# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The snapshot of a decky that planning needs: options, facts, ledger rows, and files."""
