# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The attributes of the modules that work on the controller alone."""

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

    #: Of the modules that read the ledger.
    LOOKING = r"""
options:
  ledger:
    description: The ledger, a path or C(postgresql://user:password@host/database). It must be there.
    type: str
    default: ~/.decnet/ledger.db
  bus:
    description: The publishers, as M(decnet.realism.decoy_publish) has them, whose waiting messages are counted.
    type: list
    elements: raw
    default: [jsonl]
  llm:
    description: The language model's backend, whose breaker is reported.
    type: str
  now:
    description: The moment to look from, in ISO 8601. Where it is left out, now.
    type: raw
"""
