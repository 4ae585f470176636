# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The backends, one file each. The subclasses of LLMBackend that set a ``name`` are discovered."""

from __future__ import annotations
