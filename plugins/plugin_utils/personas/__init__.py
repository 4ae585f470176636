# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Persona pools: discovery, validation, generation and installation, and the public holidays of personas."""
