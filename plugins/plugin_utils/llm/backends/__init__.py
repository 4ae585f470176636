# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The backends, one file each. A file that declares a subclass of LLMBackend with a ``name`` is found by being here."""

from __future__ import annotations
