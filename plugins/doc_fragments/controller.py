# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The attributes of the task words that work on the controller alone."""
from __future__ import annotations


class ModuleDocFragment:
    """Included by ``extends_documentation_fragment: decnet.realism.controller``."""

    DOCUMENTATION = r"""
options: {}
attributes:
  action:
    description: Runs on the controller; no decky is touched.
    support: full
  check_mode:
    description: Says what would be done, and changes nothing.
    support: full
  diff_mode:
    description: Shows what changes.
    support: full
  idempotent:
    description: Done twice in the same state, the second time changes nothing.
    support: full
  platform:
    description: What the controller may run.
    platforms: posix
    support: full
author:
  - decnet.realism contributors (@decnet)
"""
