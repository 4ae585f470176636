# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors that the engine raises.

Every message is one sentence that names the object, the option and the way out. The base of the action plugins
(``plugin_utils/task/base.py``) catches them and adds the host's name.
"""

from __future__ import annotations


class RealismError(ValueError):
    """Invalid input. The message is meant for the operator."""


class PersonaError(RealismError):
    """An invalid persona pool. The message names index, field and reason."""
