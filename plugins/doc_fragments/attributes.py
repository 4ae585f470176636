# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The attributes of the modules: how they run, and what check mode, diff mode and a second run do."""

from __future__ import annotations


class ModuleDocFragment:
    """Included by ``extends_documentation_fragment: decnet.realism.attributes.on_decky`` or ``.on_controller``."""

    #: Of the modules that act on a decky.
    ON_DECKY = r"""
options: {}
attributes:
  action:
    description: The module is an action plugin on the controller. Neither Python nor a module payload reaches the
      decky.
    support: full
  check_mode:
    description: Predicts the actions without changing the decky or the ledger.
    support: full
  diff_mode:
    description: Shows the changes of the files.
    support: full
  idempotent:
    description: A second run in the same state changes nothing.
    support: full
  platform:
    description: The operating systems that a decky may run.
    platforms: posix
    support: full
author:
  - decnet.realism contributors (@decnet)
"""

    #: Of the modules that act on the controller alone.
    ON_CONTROLLER = r"""
options: {}
attributes:
  action:
    description: The module is an action plugin on the controller. It contacts no decky.
    support: full
  check_mode:
    description: Predicts the result without changing anything.
    support: full
  diff_mode:
    description: Shows the changes of the files.
    support: full
  idempotent:
    description: A second run in the same state changes nothing.
    support: full
  platform:
    description: The operating systems that the controller may run.
    platforms: posix
    support: full
author:
  - decnet.realism contributors (@decnet)
"""
