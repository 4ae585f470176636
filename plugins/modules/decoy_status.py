#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the task word; the action plugin of the same name does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_status
short_description: Say how the fleet is
version_added: 0.2.0
description:
  - Reads the ledger and says in ten lines what was done, what failed, what somebody else changed and how far everything is.
  - No decky is touched.
options:
  fleet:
    description: The names of all deckies, so that those that were never aged can be named.
    type: list
    elements: str
    default: []
extends_documentation_fragment:
  - decnet.realism.controller
  - decnet.realism.controller.looking
"""

EXAMPLES = r"""
- name: Ask
  decnet.realism.decoy_status:
    fleet: "{{ groups['deckies'] }}"
  register: __status

- name: Say
  ansible.builtin.debug:
    var: __status.lines
"""

RETURN = r"""
lines:
  description: The ten lines.
  returned: success
  type: list
  elements: str
  sample:
    - "deckies          12 aged"
    - "last tick        2026-03-02 17:45 UTC, 4 min ago"
health:
  description: The same as a heartbeat has it.
  returned: success
  type: dict
  sample: {version: 0.2.0, deckies: 12}
"""
