# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way in which the pure engine fails.

Every message is one sentence that names the thing, the option and the way out. It is caught
once, at the edge (``plugin_utils/activity.py``), where the host's name is added.
"""

from __future__ import annotations


class RealismError(ValueError):
    """Input that the engine cannot work with; the message is meant for the operator."""


class PersonaError(RealismError):
    """A persona pool that does not validate; the message names index, field and reason."""
